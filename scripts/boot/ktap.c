// SPDX-License-Identifier: GPL-2.0-only
/* reading the guest's KTAP */
#include "boot/ktap.h"

#include "base/pattern.h"
#include "base/util.h"

/* more than any boot has; a plan beyond it is line noise */
#define MAX_TESTS 10000
#define MAX_DIAGNOSTICS (64 * 1024)

static unsigned int number(const char *digits)
{
	return (unsigned int)strtoul(digits, NULL, 10);
}

/* the first break of the protocol is the one to tell */
static void fault(struct ktap *ktap, char *words)
{
	if (ktap->fault)
		free(words);
	else
		ktap->fault = words;
}

/* --- lines: false for one that is nothing known ------------------------------ */

static bool take_version(struct ktap *ktap, const char * const *group)
{
	if (strcmp(group[0], "1"))
		fault(ktap, xstrfmt("unknown KTAP version '%.20s'", group[0]));
	if (ktap->version)
		fault(ktap, xstrdup("the guest started twice"));
	ktap->version = true;
	return true;
}

static bool take_plan(struct ktap *ktap, const char * const *group)
{
	ktap->planned = number(group[0]);
	if (ktap->plan)
		fault(ktap, xstrdup("a second plan line"));
	else if (ktap->nr)
		fault(ktap, xstrdup("the plan line came after a test"));
	else if (!ktap->planned)
		fault(ktap, xstrdup("no test was planned"));
	else if (ktap->planned > MAX_TESTS)
		fault(ktap, xstrfmt("a plan of %u tests", ktap->planned));
	ktap->plan = true;
	return true;
}

static bool take_bail(struct ktap *ktap, const char * const *group)
{
	if (!ktap->bail)
		ktap->bail = xstrdup(*group[0] ? group[0] : "no reason given");
	return true;
}

static bool take_end(struct ktap *ktap, const char * const *group)
{
	(void)group;
	ktap->ended = true;
	return true;
}

static bool take_diagnostic(struct ktap *ktap, const char * const *group)
{
	const char *before = ktap->pending ? ktap->pending : "";
	char *longer;

	if (strlen(before) + strlen(group[0]) + 1 > MAX_DIAGNOSTICS)
		return true;
	longer = xstrfmt("%s%s\n", before, group[0]);
	free(ktap->pending);
	ktap->pending = longer;
	return true;
}

static void add_test(struct ktap *ktap, const char *name, const char *reason, bool ok)
{
	static struct pattern skip = { .text = "^[Ss][Kk][Ii][Pp](:|[ \t]|$)[ \t]*" };
	enum ktap_result result = ok ? KTAP_OK : KTAP_NOT_OK;
	size_t start, len = pattern_find(&skip, reason, &start);

	if (len && !ok)
		fault(ktap, xstrfmt("test '%s' is both failed and skipped", name));
	if (len)
		result = KTAP_SKIP;
	reason += len;
	ktap->tests = grow_array(ktap->tests, ktap->nr, &ktap->alloc,
				 sizeof(*ktap->tests));
	ktap->tests[ktap->nr++] = (struct ktap_test) {
		.name = xstrdup(name),
		.result = result,
		.reason = *reason ? xstrdup(reason) : NULL,
		.diagnostics = ktap->pending,
	};
	ktap->pending = NULL;
}

static bool take_result(struct ktap *ktap, const char * const *group)
{
	const char *name = group[3];

	/* a dash stands before a name */
	if (ktap->nr >= MAX_TESTS || !strcmp(name, "-"))
		return false;
	if (number(group[1]) != ktap->nr + 1)
		fault(ktap, xstrfmt("test numbers out of order: %u after %zu",
				    number(group[1]), ktap->nr));
	if (ktap_find(ktap, name))
		fault(ktap, xstrfmt("test '%s' reported twice", name));
	add_test(ktap, name, group[6], !*group[0]);
	return true;
}

/* a blank, words without blanks at their ends, one word that begins no directive */
#define B	"[ \t]"
#define WORDS	B "*(.*[^ \t])?" B "*$"
#define WORD	"[^ \t#][^ \t]*"

static struct form {
	struct pattern pattern;
	bool (*take)(struct ktap *ktap, const char * const *group);
} forms[] = {
	{ .pattern.text = "^KTAP version " WORDS, .take = take_version },
	{ .pattern.text = "^1\\.\\.([0-9]{1,9})(" B "+(#.*)?)?$", .take = take_plan },
	{ .pattern.text = "^(not )?ok " B "*([0-9]{1,9})" B "+(- )?" B "*"
			  "(" WORD "(" B "+" WORD ")*)(" B "+#" WORDS "|" B "*$)",
	  .take = take_result },
	{ .pattern.text = "^Bail out!" WORDS, .take = take_bail },
	{ .pattern.text = "^#" B "*ferry: end" B "*$", .take = take_end },
	{ .pattern.text = "^#" WORDS, .take = take_diagnostic },
};

/* Before the version nothing counts, and neither does what is indented after it. */
static bool feed(struct ktap *ktap, const char *line)
{
	bool went_on = ktap->ended;

	if (ktap->version && strchr(" \t", *line))
		return true;
	for (size_t i = 0; i < (ktap->version ? ARRAY_SIZE(forms) : 1); i++) {
		struct argv groups __free(argv_release) = ARGV_INIT;

		if (!pattern_groups(&forms[i].pattern, line, &groups))
			continue;
		if (!forms[i].take(ktap, groups.v))
			return false;
		if (went_on)
			fault(ktap, xstrdup("the guest went on after its end"));
		return true;
	}
	return false;
}

static void judge(struct ktap *ktap)
{
	char *problem = ktap->problem;
	size_t size = sizeof(ktap->problem);

	*problem = '\0';
	if (!ktap->version && ktap->garbage)
		snprintf(problem, size, "no KTAP version line, but %zu other lines",
			 ktap->garbage);
	else if (!ktap->version)
		snprintf(problem, size, "the guest said nothing");
	else if (ktap->bail)
		snprintf(problem, size, "bailed out: %s", ktap->bail);
	else if (ktap->fault)
		snprintf(problem, size, "%s", ktap->fault);
	else if (!ktap->plan)
		snprintf(problem, size, "no plan line");
	else if (ktap->nr != ktap->planned)
		snprintf(problem, size, "%zu of %u tests reported", ktap->nr,
			 ktap->planned);
	else if (!ktap->ended)
		snprintf(problem, size, "never said its end");
}

void ktap_init(struct ktap *ktap)
{
	*ktap = (struct ktap) { 0 };
	judge(ktap);
}

void ktap_release(struct ktap *ktap)
{
	for (size_t i = 0; i < ktap->nr; i++) {
		free(ktap->tests[i].name);
		free(ktap->tests[i].reason);
		free(ktap->tests[i].diagnostics);
	}
	free(ktap->tests);
	free(ktap->bail);
	free(ktap->pending);
	free(ktap->fault);
	ktap_init(ktap);
}

void ktap_feed_line(struct ktap *ktap, const char *line, size_t len)
{
	char *text __free(free_text) = NULL;
	bool printable = true;

	while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	if (!len)
		return;
	for (size_t i = 0; i < len; i++)
		printable &= !iscntrl((unsigned char)line[i]) || line[i] == '\t';
	text = xstrndup(line, len);
	if (!printable || !feed(ktap, text))
		ktap->garbage++;
	judge(ktap);
}

void ktap_feed_text(struct ktap *ktap, const char *text, size_t len)
{
	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) + 1 : len;

		if (end)
			ktap_feed_line(ktap, text, n);
		else
			ktap->garbage++;
		text += n;
		len -= n;
	}
	judge(ktap);
}

const char *ktap_problem(const struct ktap *ktap)
{
	return *ktap->problem ? ktap->problem : NULL;
}

const struct ktap_test *ktap_find(const struct ktap *ktap, const char *name)
{
	for (size_t i = 0; i < ktap->nr; i++) {
		if (!strcmp(ktap->tests[i].name, name))
			return &ktap->tests[i];
	}
	return NULL;
}
