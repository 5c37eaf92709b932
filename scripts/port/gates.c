// SPDX-License-Identifier: GPL-2.0-only
/* Judging what came out, see gates.h */
#include "port/gates.h"

#include "base/scratch.h"
#include "data/align.h"
#include "stage/explore.h"
#include "tools/shape.h"

static enum port_status judge_shape(const struct series *series,
				    const struct strbuf *line, struct strbuf *why)
{
	enum port_status end = PORT_OK;
	struct shape shape;

	shape_of_line(series, line, &shape);
	if (series_shape_verdict(series, shape.name) != SHAPE_CARRIED) {
		strbuf_addf(why, "; the result does not carry the change, its shape is %s (%s)",
			    shape.name, shape.evidence);
		end = PORT_REFUSED;
	}
	shape_release(&shape);
	return end;
}

/* Which line of what somebody has a line of the text is: of the file before, or its own. */
static unsigned int line_before(const struct strbuf *before, const struct strbuf *text,
				unsigned int line)
{
	struct alignment aligned;

	if (!before)
		return line;
	align(&aligned, before, text);
	line = alignment_line(&aligned, line);
	alignment_release(&aligned);
	return line;
}

/* "FUNCTION() in line N", without what there is not. */
static void describe_place(const struct strbuf *before, const struct strbuf *text,
			   const char *function, unsigned int line, struct strbuf *why)
{
	line = line_before(before, text, line);
	if (function)
		strbuf_addf(why, "%s%s", function, line ? "() in " : "(), which the change adds");
	if (line)
		strbuf_addf(why, "line %u", line);
	else if (!function)
		strbuf_addstr(why, "what the change adds");
}

/* "FILE:LINE: FUNCTION() words" */
static void add_finding(const struct strbuf *before, const struct strbuf *text,
			const char *finding, struct strbuf *why)
{
	char *function __free(free_text) = NULL;
	const char *colon = strchr(finding, ':'), *words = finding, *paren;
	unsigned int line = colon ? (unsigned int)strtoul(colon + 1, NULL, 10) : 0;

	if (colon)
		colon = strchr(colon + 1, ':');
	if (colon)
		words = colon + 1 + strspn(colon + 1, " ");
	paren = words + strcspn(words, " (");
	if (paren > words && starts_with(paren, "() ")) {
		function = xstrndup(words, (size_t)(paren - words));
		words = paren + strlen("() ");
	}
	strbuf_addf(why, "; the %s breaks an invariant: ", before ? "result" : "tree");
	describe_place(before, text, function, line, why);
	strbuf_addf(why, "%s%s", !function ? ": " : line_before(before, text, line) ? " " : ", ",
		    words);
}

static void add_findings(const struct strbuf *before, const struct strbuf *text,
			 const struct strbuf *findings, struct strbuf *why)
{
	const char *cursor = findings->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *finding __free(free_text) = xstrndup(line, len);

		add_finding(before, text, finding, why);
	}
}

static bool is_one_of(const struct ctoken *token, const char **names, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (ctoken_is(token, names[i]))
			return true;
	return false;
}

enum port_status port_judge_residue(const struct strbuf *before, const struct strbuf *text,
				    const char **names, size_t nr, struct strbuf *why)
{
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;

	ctokens_lex(&tokens, text->buf, text->len);
	for (size_t i = 0; i < tokens.nr; i++) {
		char *function __free(free_text) = NULL;
		const struct ctoken *token = &tokens.v[i];

		if (token->kind != CTOKEN_IDENTIFIER || !is_one_of(token, names, nr))
			continue;
		function = ctokens_function_at(&tokens, token->line);
		strbuf_addf(why, "; '%.*s' is still there in ", (int)token->len, token->text);
		describe_place(before, text, function, token->line, why);
		return PORT_REFUSED;
	}
	return PORT_OK;
}

static enum port_status judge_names(const struct series *series,
				    const struct strbuf *before,
				    const struct strbuf *text, struct strbuf *why)
{
	const char **names;
	size_t nr = conf_get_all(&series->info, "series.residue", &names);
	enum port_status end = port_judge_residue(before, text, names, nr, why);

	free(names);
	return end;
}

/* What the semantic patches say of the file; @line as long as @shape is asked for. */
static enum port_status ask(const struct series *series, const char *file, bool shape,
			    struct strbuf *line, struct strbuf *findings, struct strbuf *why)
{
	char *shape_cocci __free(free_text) = series_script(series, "shape.cocci");
	char *lint_cocci __free(free_text) = series_script(series, "lint.cocci");

	return spatch_judge(shape ? shape_cocci : NULL, lint_cocci, file, line, findings, why) ?
	       PORT_BROKEN : PORT_OK;
}

/* What carries the change as it is, without one @before, is known to have its shape. */
static enum port_status judge_file(const struct series *series, const struct strbuf *before,
				   const struct strbuf *text, const char *file,
				   struct strbuf *why)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct strbuf findings __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = ask(series, file, before, &line, &findings, why);

	if (end == PORT_OK) {
		if (before)
			end = judge_shape(series, &line, why);
		if (judge_names(series, before, text, why) != PORT_OK || findings.len)
			end = PORT_REFUSED;
		add_findings(before, text, &findings, why);
	}
	if (starts_with(why->buf, "; "))
		strbuf_remove(why, 0, 2);
	return end;
}

static bool mentions(const char *line, size_t len, const char **words, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (memmem(line, len, words[i], strlen(words[i])))
			return true;
	return false;
}

/* Whether a line that spatch gave up on may be in a function: then @why says so. */
static enum port_status gate_line(const struct strbuf *before, const struct strbuf *text,
				  const char *wanted, size_t wanted_len, struct strbuf *why)
{
	const char *cursor = text->buf, *line;
	unsigned int number = 0;
	bool found = false;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *function;

		number++;
		if (len != wanted_len || memcmp(line, wanted, len))
			continue;
		found = true;
		function = function_at(text->buf, text->len, number);
		if (function) {
			strbuf_addstr(why, "spatch cannot parse ");
			describe_place(before, text, function, number, why);
			strbuf_addstr(why, ", which has to do with the change");
		}
		free(function);
		if (why->len)
			return PORT_REFUSED;
	}
	if (!found)
		strbuf_addf(why, "spatch cannot parse '%.*s', which has to do with the change",
			    (int)wanted_len, wanted);
	return found ? PORT_OK : PORT_REFUSED;
}

static enum port_status gate_parsed(const struct series *series,
				    const struct strbuf *before, const struct strbuf *text,
				    const char *file, struct strbuf *why)
{
	struct strbuf unparsed __free(strbuf_release) = STRBUF_INIT;
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_OK;
	const char *cursor, *line, **words;
	size_t len, nr = conf_get_all(&series->info, "series.watch", &words);

	if (spatch_unparsed(file, &unparsed, &said))
		end = PORT_BROKEN;
	cursor = unparsed.buf;
	while (end == PORT_OK && next_line(&cursor, &line, &len))
		if (mentions(line, len, words, nr))
			end = gate_line(before, text, line, len, &said);
	strbuf_add(why, said.buf, said.len);
	free(words);
	return end;
}

enum port_status port_gate_parsed(const struct series *series, const struct strbuf *text,
				  const char *file, struct strbuf *why)
{
	return gate_parsed(series, NULL, text, file, why);
}

enum port_status port_gate_parsed_text(const struct series *series, const struct strbuf *text,
				       struct strbuf *why)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	char *file __free(free_text) = NULL;

	if (scratch_make(&scratch) ||
	    scratch_file(&scratch, path_base(series_file(series)), text, &file))
		return PORT_BROKEN;
	return gate_parsed(series, NULL, text, file, why);
}

enum port_status port_judge(const struct series *series, const struct strbuf *before,
			    const struct strbuf *text, struct strbuf *why)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_BROKEN;
	struct scratch scratch;
	char *file = NULL;

	if (scratch_make(&scratch))
		return end;
	if (!scratch_file(&scratch, path_base(series_file(series)), text, &file))
		end = gate_parsed(series, before, text, file, &said);
	if (end == PORT_OK)
		end = judge_file(series, before, text, file, &said);
	strbuf_addstr(why, said.buf);
	scratch_remove(&scratch);
	free(file);
	return end;
}

/* Without semantic patches, only the names that must be gone are looked for. */
static enum port_status judge_files(const struct git *git, const struct series *series,
				    const char *base, const char *commit,
				    struct strbuf *why)
{
	const char **files;
	size_t nr = series_files(series, &files);
	enum port_status end = PORT_OK;

	for (size_t i = 0; i < nr; i++) {
		struct strbuf before __free(strbuf_release) = STRBUF_INIT;
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;
		struct strbuf said __free(strbuf_release) = STRBUF_INIT;
		bool old = base && !git_show(git, base, files[i], &before);

		if (git_show(git, commit, files[i], &text) ||
		    judge_names(series, old ? &before : NULL, &text, &said) == PORT_OK)
			continue;
		/* each of the words begins with "; " */
		strbuf_addf(why, "%s%s: %s", why->len ? "; " : "", files[i], said.buf + 2);
		end = PORT_REFUSED;
	}
	free(files);
	return end;
}

enum port_status port_judge_commit(const struct git *git, const struct series *series,
				   const char *base, const char *commit, struct strbuf *why)
{
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (!series_by_rule(series))
		return judge_files(git, series, base, commit, why);
	if (git_show(git, commit, series_file(series), &text) ||
	    (base && git_show(git, base, series_file(series), &before)))
		return PORT_BROKEN;
	return port_judge(series, base ? &before : NULL, &text, why);
}

enum port_status port_judge_by_explorer(const char *root, const struct series *series,
					const struct strbuf *text, struct strbuf *why)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	struct explore explore = { .root = root, .series = series, .text = text, .bound = 1 };

	switch (explore_text(&explore, &words)) {
	case EXPLORED_WRONG:
		strbuf_addf(why, "the explorer finds it wrong: %.*s",
			    (int)strcspn(words.buf, "\n"), words.buf);
		return PORT_REFUSED;
	case EXPLORED_UNKNOWN:
		note("not explored, not a form that the explorer knows: %s", words.buf);
		break;
	case EXPLORED_BROKEN:
	case EXPLORED_BAD_WORD:
		note("not explored: %s", words.buf);
		break;
	case EXPLORED_RIGHT:
	case EXPLORED_NOTHING:
		break;
	}
	return PORT_OK;
}
