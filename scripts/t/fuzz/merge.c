// SPDX-License-Identifier: GPL-2.0-only
/* Three versions of a C source: items, which is which, and what was renamed */
#include "port/merge-plan.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf base __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf theirs __free(strbuf_release) = fuzz_part(text, 1);
	struct strbuf ours __free(strbuf_release) = fuzz_part(text, 2);
	struct plan plan;

	plan_make(&plan, &base, &theirs, &ours);
	for (size_t i = 0; i < plan.base.nr; i++) {
		(void)plan_changes(&plan, i);
		(void)item_line(&plan.base, &plan.base.v[i]);
		free(item_label(&plan.base, &plan.base.v[i]));
	}
	plan_release(&plan);
}
