// SPDX-License-Identifier: GPL-2.0-only
/* The kill matrix as people read it, see matrix.h */
#include "run/matrix.h"

static bool in_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && !(no && *no);
}

static void print_red(const char *text, int width)
{
	printf("%s%-*s%s", in_colour() ? "\033[31m" : "", width, text,
	       in_colour() ? "\033[m" : "");
}

void matrix_print_header(void)
{
	printf("  %-10s %-40s", "target", "mutant");
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		printf(" %-8s", layer_name[layer]);
	putchar('\n');
}

void matrix_print_row(const struct kill *kill)
{
	int status = kill_status(kill);

	printf("  %-10s ", kill->mutant->target);
	if (status == EXIT_PASS)
		printf("%-40s", kill->mutant->name);
	else
		print_red(kill->mutant->name, 40);
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		putchar(' ');
		if (kill->fate[layer] == FATE_SURVIVES)
			print_red(fate_name[FATE_SURVIVES], 8);
		else
			printf("%-8s", fate_name[kill->fate[layer]]);
	}
	if (kill->mutant->equivalent)
		printf(" equivalent");
	else if (kill->broken)
		printf(" BROKEN");
	putchar('\n');
	fflush(stdout);
}

static void print_reason(const struct kill *kill)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	int status = kill_status(kill);

	kill_words(kill, &words);
	if (status != EXIT_PASS) {
		print_red(status == EXIT_FAIL ? "  SURVIVES" : "  BROKEN", 12);
		printf(" %s %s: %s\n", kill->mutant->target, kill->mutant->name, words.buf);
	} else if (kill->mutant->equivalent) {
		printf("  equivalent   %s %s: %s\n", kill->mutant->target, kill->mutant->name,
		       kill->mutant->equivalent);
	} else if (!kill_by_running(kill)) {
		printf("  not run into %s %s: no boot test and no explorer kills it\n",
		       kill->mutant->target, kill->mutant->name);
	}
}

void matrix_print_rest(const struct kill *kills, size_t nr)
{
	size_t equivalent = 0, killed = 0, survivors = 0, broken = 0, run = 0;

	for (size_t i = 0; i < nr; i++) {
		int status = kill_status(&kills[i]);

		print_reason(&kills[i]);
		survivors += status == EXIT_FAIL;
		broken += status == EXIT_BROKEN;
		equivalent += status == EXIT_PASS && kills[i].mutant->equivalent;
		killed += status == EXIT_PASS && !kills[i].mutant->equivalent;
		run += kill_by_running(&kills[i]);
	}
	printf("\n  %zu mutants: %zu killed by each layer that they name, %zu equivalent, %zu survive, %zu BROKEN; %zu killed by a boot or the explorer\n",
	       nr, killed, equivalent, survivors, broken, run);
}
