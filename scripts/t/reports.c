// SPDX-License-Identifier: GPL-2.0-only
/* Reports of made results, see reports.h */
#include "t/reports.h"

void make_cell(struct stage_known *cell, char letter)
{
	result_init(&cell->result);
	cell->known = letter != '-';
	cell->fresh = letter != '-' && letter != 's';
	switch (letter) {
	case 'P':
	case 's':
		result_set(&cell->result, VERDICT_PASS, "fine", "%s", "");
		break;
	case 'S':
		result_set(&cell->result, VERDICT_SKIP, "skip", "%s", "why");
		break;
	case 'N':
		result_set(&cell->result, VERDICT_NA, "n/a", "%s", "why");
		break;
	case 'B':
		result_set(&cell->result, VERDICT_BROKEN, "BROKEN", "%s", "why");
		break;
	case 'R':
		result_fact(&cell->result, "class", "refused");
		result_set(&cell->result, VERDICT_FAIL, "FAIL", "%s", "why");
		break;
	case 'F':
		result_set(&cell->result, VERDICT_FAIL, "FAIL", "%s", "why");
		break;
	default:
		break;
	}
}

void make_report(struct report *report, const char *one, const char *two)
{
	const char *rows[MADE_ROWS] = { one, two };

	*report = (struct report){
		.options = { .targets = ARGV_INIT, .series = "change", .out = "out",
			     .root = "." },
	};
	argv_pushl(&report->options.targets, "6.1.y", "6.12.y", NULL);
	report->cells = xcalloc(MADE_ROWS * STAGE_NR + 1, sizeof(*report->cells));
	for (size_t row = 0; row < MADE_ROWS; row++)
		for (size_t i = 0; i < STAGE_NR; i++)
			make_cell(&report->cells[row * STAGE_NR + i], rows[row][i]);
}

void make_tests(struct report *report, json_t *tests, json_t *failed)
{
	struct result *boot = &report_cell(report, 0, STAGE_BOOT)->result;

	result_fact_json(boot, "tests", tests);
	result_fact_json(boot, FACT_FAILED, failed);
}

json_t *make_test(const char *name, const char *before, const char *after)
{
	return json_pack("{s:s, s:s, s:s?, s:s?}", "name", name, "boot", "basic", "before",
			 before, "after", after);
}
