// SPDX-License-Identifier: GPL-2.0-only
/* Lists of the project: mutants, quilt's series, requirements */
#include "data/mutant.h"
#include "data/quilt.h"
#include "data/requirements.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	char *mutant_path __free(free_text) = fuzz_file("mutant.patch", text);
	char *series_path __free(free_text) = fuzz_file("series", text);
	char *list_path __free(free_text) = fuzz_file("scripts/requirements", text);
	struct requirements requirements __free(requirements_release) = REQUIREMENTS_INIT;
	struct argv paths __free(argv_release) = ARGV_INIT;
	struct mutant mutant;

	(void)mutant_open(&mutant, mutant_path);
	mutant_release(&mutant);
	(void)quilt_patches(fuzz_root(), &paths);
	if (!requirements_read(&requirements, fuzz_root()))
		(void)requirements_package(&requirements, "git");
}
