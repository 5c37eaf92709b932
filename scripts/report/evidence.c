// SPDX-License-Identifier: GPL-2.0-only
/* What a mail says of one port, see evidence.h */
#include "report/format.h"
#include "report/evidence.h"

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

bool evidence_is_public(const struct result *fetch)
{
	return !strcmp(fact(fetch, FACT_KIND), "git") &&
	       starts_with(fact(fetch, "origin"), "https://");
}

char *evidence_base(const struct result *fetch, const struct target *target)
{
	const char *kernel = fact(fetch, "kernel"), **stated;
	size_t nr = conf_get_all(&target->conf, "source.base-commit", &stated);
	char *found = NULL;

	if (evidence_is_public(fetch) && is_commit(fact(fetch, FACT_VERSION)))
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

/* A line, which goes on under its column @indent where it is too long. */
static void add_line(struct strbuf *out, size_t indent, const char *fmt, ...) __printf(3, 4);

static void add_line(struct strbuf *out, size_t indent, const char *fmt, ...)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	va_list args;

	va_start(args, fmt);
	strbuf_vaddf(&line, fmt, args);
	va_end(args);
	format_wrap(line.buf, indent, out);
}

/* A path of the sender's machine is nobody's business. */
static void add_source(const struct result *fetch, const struct target *target,
		       struct strbuf *out)
{
	const char *kind = fact(fetch, FACT_KIND), *kernel = fact(fetch, "kernel");
	const char *origin = fact(fetch, "origin"), *version = fact(fetch, FACT_VERSION);

	char *base __free(free_text) = evidence_base(fetch, target);

	if (!strcmp(kind, "debian")) {
		add_line(out, 0, "Linux %s, from the Debian package", kernel);
		add_line(out, 0, "%s %s.", origin, version);
	} else if (evidence_is_public(fetch)) {
		add_line(out, 0, "Linux %s, commit", kernel);
		add_line(out, 0, "%s", version);
		add_line(out, 0, "of %s.", origin);
	} else {
		add_line(out, 0, "Linux %s, from a tree of the sender's own", kernel);
		add_line(out, 0, "(%s).", version);
	}
	if (!base)
		add_line(out, 0, "No public commit is known to be this source, so none is given as base.");
}

static const char *class_in_words(enum port_class class)
{
	static const char * const words[] = {
		[CLASS_CARRIED] = "the tree has the change",
		[CLASS_UNAFFECTED] = "the tree never had the problem",
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

void evidence_reason(const char *reason, struct strbuf *out)
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

/* What stands behind the name of a stage, and behind its verdict. */
#define STAGE_COLUMN	9
#define WORDS_COLUMN	16

/* "check    PASS  0 new, 0 gone"; a result of other inputs is none. */
static void add_stage(const struct stage_known *cell, enum stage_id id,
		      struct strbuf *out)
{
	const struct result *result = &cell->result;
	const char *name = stage_type(id)->name;
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;

	if (!cell->fresh) {
		add_line(out, STAGE_COLUMN, "  %-6s not run", name);
		return;
	}
	if (result->verdict == VERDICT_PASS)
		strbuf_addstr(&words, result->summary);
	else
		evidence_reason(result->reason, &words);
	add_line(out, WORDS_COLUMN, "  %-6s %-6s %s", name, verdict_name(result->verdict),
		 words.buf);
}

/* Shape and port have words of their own where they came to something. */
static void add_found(const struct stage_known *cell, enum stage_id id, const char *found,
		      const char *words, struct strbuf *out)
{
	if (*found && (verdict_goes_on(cell->result.verdict) ||
		       cell->result.verdict == VERDICT_NONE))
		add_line(out, STAGE_COLUMN, "  %-6s %s: %s", stage_type(id)->name, found,
			 words ? words : "");
	else
		add_stage(cell, id, out);
}

static void add_not_run(const struct stage_known *cells, struct strbuf *out)
{
	struct strbuf names __free(strbuf_release) = STRBUF_INIT;

	for (unsigned int id = STAGE_CHECK; id < STAGE_NR; id++)
		if (!cells[id].fresh)
			strbuf_addf(&names, "%s%s", names.len ? ", " : "",
				    stage_type(id)->name);
	if (!names.len)
		return;
	strbuf_addch(out, '\n');
	add_line(out, 0, "Not run for this mail: %s.", names.buf);
}

static void add_tests(const struct stage_known *boot, struct strbuf *out)
{
	struct strbuf table __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;

	if (boot->fresh)
		report_tests(&boot->result, NULL, &table);
	if (table.len)
		strbuf_addf(out, "\n  %-20s %-40s %s\n", "boot test", "before the change",
			    "after");
	cursor = table.buf;
	while (next_line(&cursor, &line, &len))
		add_line(out, 4, "%.*s", (int)len, line);
}

void evidence_of_port(const struct report *report, size_t row, const struct series *series,
		      const struct target *target, struct strbuf *out)
{
	char *words __free(free_text) = xstrfmt("On %s", target->name);
	const struct stage_known *cells = report_cell(report, row, 0);
	const char *shape = fact(&cells[STAGE_SHAPE].result, FACT_SHAPE);
	enum port_class class = port_class_of(&cells[STAGE_PORT].result);
	const char *compilers = report_words(&cells[STAGE_CHECK], "compilers");
	const char *ways = report_words(&cells[STAGE_CHECK], "ways");

	heading(out, words);
	if (cells[STAGE_FETCH].fresh && *fact(&cells[STAGE_FETCH].result, "kernel")) {
		add_source(&cells[STAGE_FETCH].result, target, out);
		strbuf_addch(out, '\n');
	} else {
		add_stage(&cells[STAGE_FETCH], STAGE_FETCH, out);
	}
	add_found(&cells[STAGE_SHAPE], STAGE_SHAPE, shape, series_shape_title(series, shape),
		  out);
	add_found(&cells[STAGE_PORT], STAGE_PORT, class ? port_class_name(class) : "",
		  class_in_words(class), out);
	for (unsigned int id = STAGE_CHECK; id < STAGE_NR; id++)
		add_stage(&cells[id], id, out);
	if (compilers)
		add_line(out, STAGE_COLUMN, "  cc     %s", compilers);
	if (ways)
		add_line(out, STAGE_COLUMN, "  ways   %s", ways);
	add_tests(&cells[STAGE_BOOT], out);
	add_not_run(cells, out);
}
