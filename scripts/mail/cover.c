// SPDX-License-Identifier: GPL-2.0-only
/* What a cover letter says of one port, see cover.h */
#include "mail/cover.h"

static const char *fact(const struct result *result, const char *name)
{
	const char *value = result->facts ? result_get(result, name) : NULL;

	return value ? value : "";
}

static bool is_commit(const char *text)
{
	return strlen(text) == GIT_HEX - 1 &&
	       strspn(text, "0123456789abcdef") == GIT_HEX - 1;
}

/* The git URL is the target's; a path in its place is on this machine. */
static bool is_public(const struct result *fetch)
{
	return !strcmp(fact(fetch, FACT_KIND), "git") &&
	       starts_with(fact(fetch, "origin"), "https://");
}

char *cover_base(const struct result *fetch, const struct target *target)
{
	const char *kernel = fact(fetch, "kernel"), **stated;
	size_t nr = conf_get_all(&target->conf, "source.base-commit", &stated);
	char *found = NULL;

	if (is_public(fetch) && is_commit(fact(fetch, FACT_VERSION)))
		found = xstrdup(fact(fetch, FACT_VERSION));
	for (size_t i = 0; !found && i < nr; i++) {
		size_t len = strcspn(stated[i], " ");

		if (strcmp(fact(fetch, FACT_KIND), "tree") && stated[i][len] &&
		    len == strlen(kernel) && !strncmp(stated[i], kernel, len) &&
		    is_commit(stated[i] + len + 1))
			found = xstrdup(stated[i] + len + 1);
	}
	free(stated);
	return found;
}

static void heading(struct strbuf *out, const char *words)
{
	strbuf_addf(out, "\n%s\n", words);
	for (size_t i = strlen(words); i; i--)
		strbuf_addch(out, '=');
	strbuf_addstr(out, "\n\n");
}

/* A path of the sender's machine is nobody's business. */
static void add_source(const struct result *fetch, const struct target *target,
		       struct strbuf *out)
{
	const char *kind = fact(fetch, FACT_KIND);

	char *base __free(free_text) = cover_base(fetch, target);

	strbuf_addf(out, "Linux %s", fact(fetch, "kernel"));
	if (!strcmp(kind, "debian"))
		strbuf_addf(out, ", from the Debian package\n%s %s", fact(fetch, "origin"),
			    fact(fetch, FACT_VERSION));
	else if (is_public(fetch))
		strbuf_addf(out, ", commit\n%s\nof %s", fact(fetch, FACT_VERSION),
			    fact(fetch, "origin"));
	else
		strbuf_addf(out, ", from a tree of the sender's own\n(%s)",
			    fact(fetch, FACT_VERSION));
	strbuf_addstr(out, ".\n");
	if (!base)
		strbuf_addstr(out, "No public commit is known to be this source, so none is given as base.\n");
}

static const char *class_in_words(enum port_class class)
{
	static const char * const words[] = {
		[CLASS_PARTLY] = "the branch has some of the patches, these are the others",
		[CLASS_EXACT] = "the branch's patches apply without offset",
		[CLASS_OFFSET] = "the branch's patches apply with an offset",
		[CLASS_FUZZ] = "the branch's patches, with other lines around some of them",
		[CLASS_3WAY] = "the branch's patches, merged without conflict",
		[CLASS_MERGED] = "the branch's patches, merged function by function",
		[CLASS_SEMANTIC] = "made by semantic patch",
	};

	return class < ARRAY_SIZE(words) && words[class] ? words[class] :
							   port_class_name(class);
}

/* A reason up to the clause that has a path of this machine in it. */
static void add_reason(const char *reason, struct strbuf *out)
{
	const char *path = reason, *end;

	while ((path = strchr(path, '/')) && path > reason &&
	       !strchr(" '\"(=:,;", path[-1]))
		path++;
	if (!path) {
		strbuf_addstr(out, reason);
		return;
	}
	for (end = path; end > reason && !strchr(":;,", *end); end--)
		;
	strbuf_add(out, reason, (size_t)(end - reason));
}

/* "check    PASS  0 new, 0 gone"; a result of other inputs is none. */
static void add_stage(const struct stage_known *cell, enum stage_id id,
		      struct strbuf *out)
{
	const struct result *result = &cell->result;

	strbuf_addf(out, "  %-6s ", stage_type(id)->name);
	if (!cell->fresh) {
		strbuf_addstr(out, "not run");
	} else {
		strbuf_addf(out, "%-6s ", verdict_name(result->verdict));
		if (result->verdict == VERDICT_PASS)
			strbuf_addstr(out, result->summary);
		else
			add_reason(result->reason, out);
	}
	strbuf_addch(out, '\n');
}

static void add_not_run(const struct report *report, struct strbuf *out)
{
	const char *between = "\nNot run for this mail: ";

	for (unsigned int id = STAGE_CHECK; id < STAGE_NR; id++) {
		if (report->cells[id].fresh)
			continue;
		strbuf_addf(out, "%s%s", between, stage_type(id)->name);
		between = ", ";
	}
	if (*between == ',')
		strbuf_addstr(out, ".\n");
}

static void add_tests(const struct stage_known *boot, struct strbuf *out)
{
	struct strbuf table __free(strbuf_release) = STRBUF_INIT;

	if (boot->fresh)
		report_tests(&boot->result, NULL, &table);
	if (table.len)
		strbuf_addf(out, "\n  %-20s %-40s %s\n%s", "boot test", "before the change",
			    "after", table.buf);
}

void cover_evidence(const struct report *report, const struct series *series,
		    const struct target *target, struct strbuf *out)
{
	char *words __free(free_text) = xstrfmt("On %s", target->name);
	const struct stage_known *cells = report->cells;
	const char *shape = fact(&cells[STAGE_SHAPE].result, FACT_SHAPE);
	const char *title = series_shape_title(series, shape);
	enum port_class class = port_class_of(&cells[STAGE_PORT].result);
	const char *compilers = report_words(&cells[STAGE_CHECK], "compilers");
	const char *ways = report_words(&cells[STAGE_CHECK], "ways");

	heading(out, words);
	add_source(&cells[STAGE_FETCH].result, target, out);
	strbuf_addf(out, "\n  shape  %s: %s\n  port   %s: %s\n", shape, title ? title : "",
		    port_class_name(class), class_in_words(class));
	for (unsigned int id = STAGE_CHECK; id < STAGE_NR; id++)
		add_stage(&cells[id], id, out);
	if (compilers)
		strbuf_addf(out, "  cc     %s\n", compilers);
	if (ways)
		strbuf_addf(out, "  ways   %s\n", ways);
	add_tests(&cells[STAGE_BOOT], out);
	add_not_run(report, out);
}
