// SPDX-License-Identifier: GPL-2.0-only
/* reading the guest's KTAP */
#include "boot/ktap.h"

#include "base/strbuf.h"
#include "base/util.h"

/* more than any boot has; a plan beyond it is line noise */
#define MAX_TESTS 10000
#define MAX_DIAGNOSTICS (64 * 1024)

struct text {
	const char *p;
	size_t len;
};

static char *text_dup(struct text t)
{
	return xstrndup(t.p, t.len);
}

static bool take_prefix(struct text *t, const char *prefix)
{
	size_t n = strlen(prefix);

	if (t->len < n || memcmp(t->p, prefix, n))
		return false;
	t->p += n;
	t->len -= n;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(struct text *t)
{
	while (t->len && is_blank(*t->p)) {
		t->p++;
		t->len--;
	}
	while (t->len && is_blank(t->p[t->len - 1]))
		t->len--;
}

/* a number of at most 9 digits, followed by a blank or the end */
static bool take_number(struct text *t, unsigned int *number)
{
	size_t n = 0;

	*number = 0;
	while (n < t->len && n < 10 && isdigit((unsigned char)t->p[n]))
		*number = *number * 10 + (unsigned int)(t->p[n++] - '0');
	if (!n || n > 9 || (n < t->len && !is_blank(t->p[n])))
		return false;
	t->p += n;
	t->len -= n;
	trim(t);
	return true;
}

static bool is_printable(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = t.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* the first break of the protocol is the one to tell */
static void fault(struct ktap *ktap, char *words)
{
	if (ktap->fault)
		free(words);
	else
		ktap->fault = words;
}

static bool feed_version(struct ktap *ktap, struct text t)
{
	if (!take_prefix(&t, "KTAP version "))
		return false;
	trim(&t);
	if (t.len != 1 || *t.p != '1')
		fault(ktap, xstrfmt("unknown KTAP version '%.*s'",
				    (int)(t.len > 20 ? 20 : t.len), t.p));
	if (ktap->version)
		fault(ktap, xstrdup("the guest started twice"));
	ktap->version = true;
	return true;
}

static bool feed_plan(struct ktap *ktap, struct text t)
{
	unsigned int planned;

	if (!take_prefix(&t, "1..") || !take_number(&t, &planned))
		return false;
	if (t.len && *t.p != '#')
		return false;
	if (ktap->plan)
		fault(ktap, xstrdup("a second plan line"));
	else if (ktap->nr)
		fault(ktap, xstrdup("the plan line came after a test"));
	else if (!planned)
		fault(ktap, xstrdup("no test was planned"));
	else if (planned > MAX_TESTS)
		fault(ktap, xstrfmt("a plan of %u tests", planned));
	ktap->plan = true;
	ktap->planned = planned;
	return true;
}

static bool feed_bail(struct ktap *ktap, struct text t)
{
	if (!take_prefix(&t, "Bail out!"))
		return false;
	trim(&t);
	if (!ktap->bail)
		ktap->bail = t.len ? text_dup(t) : xstrdup("no reason given");
	return true;
}

static bool feed_diagnostic(struct ktap *ktap, struct text t)
{
	size_t used = ktap->pending ? strlen(ktap->pending) : 0;
	char *longer;

	if (!take_prefix(&t, "#"))
		return false;
	trim(&t);
	if (t.len == strlen("ferry: end") && !memcmp(t.p, "ferry: end", t.len)) {
		ktap->ended = true;
		return true;
	}
	if (used + t.len + 1 > MAX_DIAGNOSTICS)
		return true;
	longer = xstrfmt("%s%.*s\n", used ? ktap->pending : "", (int)t.len, t.p);
	free(ktap->pending);
	ktap->pending = longer;
	return true;
}

/* where " #" begins, or the length */
static size_t directive_offset(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		if (t.p[i] == '#' && (!i || is_blank(t.p[i - 1])))
			return i;
	}
	return t.len;
}

static bool take_skip(struct text *reason)
{
	if (reason->len < 4 || strncasecmp(reason->p, "SKIP", 4))
		return false;
	if (reason->len > 4 && !is_blank(reason->p[4]) && reason->p[4] != ':')
		return false;
	reason->p += 4;
	reason->len -= 4;
	if (reason->len && *reason->p == ':') {
		reason->p++;
		reason->len--;
	}
	trim(reason);
	return true;
}

static void add_test(struct ktap *ktap, struct text name, struct text reason, bool ok)
{
	struct ktap_test *test;

	ktap->tests = grow_array(ktap->tests, ktap->nr, &ktap->alloc,
				 sizeof(*ktap->tests));
	test = &ktap->tests[ktap->nr++];
	test->result = ok ? KTAP_OK : KTAP_NOT_OK;
	if (take_skip(&reason)) {
		if (!ok)
			fault(ktap, xstrfmt("test '%.*s' is both failed and skipped",
					    (int)name.len, name.p));
		test->result = KTAP_SKIP;
	}
	test->name = text_dup(name);
	test->reason = reason.len ? text_dup(reason) : NULL;
	test->diagnostics = ktap->pending;
	ktap->pending = NULL;
}

static bool feed_result(struct ktap *ktap, struct text t)
{
	struct text name, reason = { "", 0 };
	unsigned int number;
	bool ok = true;
	size_t hash;

	if (take_prefix(&t, "not ok "))
		ok = false;
	else if (!take_prefix(&t, "ok "))
		return false;
	trim(&t);
	if (!take_number(&t, &number))
		return false;
	take_prefix(&t, "- ");
	hash = directive_offset(t);
	name = (struct text){ t.p, hash };
	trim(&name);
	if (!name.len)
		return false;
	if (hash < t.len) {
		reason = (struct text){ t.p + hash + 1, t.len - hash - 1 };
		trim(&reason);
	}

	if (ktap->nr >= MAX_TESTS)
		return false;
	if (number != ktap->nr + 1)
		fault(ktap, xstrfmt("test numbers out of order: %u after %zu",
				    number, ktap->nr));
	for (size_t i = 0; i < ktap->nr; i++) {
		if (strlen(ktap->tests[i].name) == name.len &&
		    !memcmp(ktap->tests[i].name, name.p, name.len))
			fault(ktap, xstrfmt("test '%s' reported twice",
					    ktap->tests[i].name));
	}
	add_test(ktap, name, reason, ok);
	return true;
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
	struct text t = { line, len };
	bool known;

	while (t.len && (t.p[t.len - 1] == '\n' || t.p[t.len - 1] == '\r'))
		t.len--;
	if (!t.len)
		return;
	if (!is_printable(t)) {
		ktap->garbage++;
	} else if (!ktap->version) {
		if (!feed_version(ktap, t))
			ktap->garbage++;
	} else if (!is_blank(*t.p)) {
		bool after_end = ktap->ended;

		known = feed_version(ktap, t) || feed_plan(ktap, t) ||
			feed_result(ktap, t) || feed_bail(ktap, t) ||
			feed_diagnostic(ktap, t);
		if (!known)
			ktap->garbage++;
		else if (after_end)
			fault(ktap, xstrdup("the guest went on after its end"));
	}
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
