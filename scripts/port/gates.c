// SPDX-License-Identifier: GPL-2.0-only
/* Judging what came out, see gates.h */
#include "port/gates.h"

#include "base/scratch.h"
#include "data/function.h"
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

/* "FILE:LINE: message" of a scratch file: the folder says nothing. */
static void add_findings(const struct strbuf *findings, struct strbuf *why)
{
	const char *cursor = findings->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *copy = xstrndup(line, len);
		char *colon = strchr(copy, ':');
		const char *start = copy;

		for (const char *c = copy; colon && c < colon; c++)
			if (*c == '/')
				start = c + 1;
		strbuf_addf(why, "; the result breaks an invariant: %s", start);
		free(copy);
	}
}

enum port_status port_judge_residue(const struct strbuf *text, const char **names,
				    size_t nr, struct strbuf *why)
{
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;
	enum port_status end = PORT_OK;

	ctokens_lex(&tokens, text->buf, text->len);
	for (size_t i = 0; i < tokens.nr && end == PORT_OK; i++) {
		const struct ctoken *token = &tokens.v[i];
		char *function;

		for (size_t n = 0; n < nr; n++) {
			if (token->kind != CTOKEN_IDENTIFIER ||
			    strlen(names[n]) != token->len ||
			    memcmp(names[n], token->text, token->len))
				continue;
			function = function_at(text->buf, text->len, token->line);
			strbuf_addf(why, "; '%s' is still there in %s%s, line %u of the result",
				    names[n], function ? function : "no function",
				    function ? "()" : "", token->line);
			free(function);
			end = PORT_REFUSED;
			break;
		}
	}
	return end;
}

static enum port_status judge_names(const struct series *series,
				    const struct strbuf *text, struct strbuf *why)
{
	const char **names;
	size_t nr = conf_get_all(&series->info, "series.residue", &names);
	enum port_status end = port_judge_residue(text, names, nr, why);

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

static enum port_status judge_file(const struct series *series, const struct strbuf *text,
				   const char *file, bool shape, struct strbuf *why)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct strbuf findings __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = ask(series, file, shape, &line, &findings, why);

	if (end == PORT_OK) {
		if (shape)
			end = judge_shape(series, &line, why);
		if (judge_names(series, text, why) != PORT_OK || findings.len)
			end = PORT_REFUSED;
		add_findings(&findings, why);
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
static enum port_status gate_line(const struct strbuf *text, const char *wanted,
				  size_t wanted_len, struct strbuf *why)
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
		if (function)
			strbuf_addf(why, "spatch cannot parse %s(), which has to do with the change (line %u)",
				    function, number);
		free(function);
		if (why->len)
			return PORT_REFUSED;
	}
	if (!found)
		strbuf_addf(why, "spatch cannot parse '%.*s', which has to do with the change",
			    (int)wanted_len, wanted);
	return found ? PORT_OK : PORT_REFUSED;
}

enum port_status port_gate_parsed(const struct series *series, const struct strbuf *text,
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
			end = gate_line(text, line, len, &said);
	strbuf_add(why, said.buf, said.len);
	free(words);
	return end;
}

static enum port_status judge_text(const struct series *series, const struct strbuf *text,
				   bool shape, struct strbuf *why)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_BROKEN;
	struct scratch scratch;
	char *file = NULL;

	if (scratch_make(&scratch))
		return end;
	if (!scratch_file(&scratch, path_base(series_file(series)), text, &file))
		end = port_gate_parsed(series, text, file, &said);
	if (end == PORT_OK)
		end = judge_file(series, text, file, shape, &said);
	strbuf_addstr(why, said.buf);
	scratch_remove(&scratch);
	free(file);
	return end;
}

enum port_status port_judge(const struct series *series, const struct strbuf *text,
			    struct strbuf *why)
{
	return judge_text(series, text, true, why);
}

/* Without semantic patches, only the names that must be gone are looked for. */
static enum port_status judge_files(const struct git *git, const struct series *series,
				    const char *commit, struct strbuf *why)
{
	const char **files;
	size_t nr = series_files(series, &files);
	enum port_status end = PORT_OK;

	for (size_t i = 0; i < nr; i++) {
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;
		struct strbuf said __free(strbuf_release) = STRBUF_INIT;

		if (git_show(git, commit, files[i], &text) ||
		    judge_names(series, &text, &said) == PORT_OK)
			continue;
		/* each of the words begins with "; " */
		strbuf_addf(why, "%s%s: %s", why->len ? "; " : "", files[i], said.buf + 2);
		end = PORT_REFUSED;
	}
	free(files);
	return end;
}

enum port_status port_judge_commit(const struct git *git, const struct series *series,
				   const char *commit, struct strbuf *why)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (!series_by_rule(series))
		return judge_files(git, series, commit, why);
	if (git_show(git, commit, series_file(series), &text))
		return PORT_BROKEN;
	return port_judge(series, &text, why);
}

enum port_status port_judge_carried(const struct series *series,
				    const struct strbuf *text, struct strbuf *why)
{
	return judge_text(series, text, false, why);
}
