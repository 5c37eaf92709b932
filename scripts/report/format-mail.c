// SPDX-License-Identifier: GPL-2.0-only
/* The report as text for a mail, see format.h: what ferry mbox says of each port */
#include "report/evidence.h"
#include "report/format.h"

static void add_target(struct strbuf *out, const struct report *report, size_t row,
		       const struct series *series)
{
	struct target target __free(target_release) = { NULL };

	if (target_open(&target, report->options.root, report->options.targets.v[row]))
		return;
	evidence_of_port(report, row, series, &target, out);
	if (report_is_trusted(report, row)) {
		strbuf_addch(out, '\n');
		format_wrap(REPORT_TRUSTED, 0, out);
	}
}

static void add_series(struct strbuf *out, const struct report *report)
{
	struct series series __free(series_release) = { NULL };

	if (series_open(&series, report->options.root, report->options.series))
		return;
	format_wrap(series.name, 0, out);
	for (size_t row = 0; row < report->options.targets.nr; row++)
		add_target(out, report, row, &series);
}

char *format_mail(const struct report *report)
{
	return format_each_series(report, add_series);
}
