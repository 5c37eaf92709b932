// SPDX-License-Identifier: GPL-2.0-only
/* The result of a stage, as JSON, and what is said of it */
#include "data/facts.h"
#include "data/result.h"
#include "report/report.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	char *path __free(free_text) = fuzz_file("result", text);
	struct strbuf out __free(strbuf_release) = STRBUF_INIT;
	struct stage_known one = { .known = true };

	(void)path;
	result_init(&one.result);
	if (!result_read(&one.result, fuzz_root())) {
		(void)port_class_of(&one.result);
		(void)result_goes_on(&one.result);
		report_tests(&one.result, "6.1.y", &out);
		(void)report_words(&one, "ways");
		if (result_write(&one.result, fuzz_root()))
			abort();
	}
	result_release(&one.result);
}
