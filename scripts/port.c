// SPDX-License-Identifier: GPL-2.0-only
/* Making the change on one tree, see port.h */
#include "port.h"

#include "ctoken.h"
#include "message.h"
#include "scratch.h"
#include "shape.h"
#include "warnings.h"

void port_release(struct port *port)
{
	strbuf_release(&port->text);
	strbuf_release(&port->why);
	spatch_said_release(&port->said);
}

const char *port_class(enum git_applied applied)
{
	static const char * const classes[] = {
		[GIT_REFUSED] = "refused",
		[GIT_EXACT] = "exact",
		[GIT_OFFSET] = "offset",
		[GIT_MERGED] = "3way",
	};

	return classes[applied];
}

enum git_how port_how(const char *method)
{
	if (!strcmp(method, "exact"))
		return GIT_AS_IT_IS;
	return strcmp(method, "3way") ? GIT_MAY_MERGE : GIT_MUST_MERGE;
}

bool port_by_patch_only(const char *method)
{
	return strcmp(method, "auto") && strcmp(method, "semantic");
}

static char *script(const struct series *series, const char *name)
{
	return xstrfmt("%s/%s", series->semantic, name);
}

/* --- judging --------------------------------------------------------------- */

static enum port_end judge_shape(const struct series *series,
				 const struct strbuf *text, struct strbuf *why)
{
	enum port_end end = PORT_OK;
	struct shape shape;

	if (shape_of_text(series, text, &shape)) {
		strbuf_addstr(why, "the shape of the result cannot be told");
		end = PORT_BROKEN;
	} else if (series_shape_verdict(series, shape.name) != SHAPE_CARRIED) {
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

static enum port_end judge_lint(const struct series *series, const char *file,
				struct strbuf *why)
{
	char *lint = script(series, "lint.cocci");
	struct strbuf findings = STRBUF_INIT;
	enum port_end end = PORT_OK;

	if (spatch_lint(lint, file, &findings, why)) {
		end = PORT_BROKEN;
	} else if (findings.len) {
		add_findings(&findings, why);
		end = PORT_REFUSED;
	}
	strbuf_release(&findings);
	free(lint);
	return end;
}

/* Names that the change removes; spatch does not see them where it gave up. */
static enum port_end judge_residue(const struct strbuf *text, const char **names,
				   size_t nr, struct strbuf *why)
{
	struct ctokens tokens = CTOKENS_INIT;
	enum port_end end = PORT_OK;

	ctokens_lex(&tokens, text->buf, text->len);
	for (size_t i = 0; i < tokens.nr && end == PORT_OK; i++) {
		const struct ctoken *token = &tokens.v[i];

		for (size_t n = 0; n < nr; n++) {
			if (token->kind != CTOKEN_IDENTIFIER ||
			    strlen(names[n]) != token->len ||
			    memcmp(names[n], token->text, token->len))
				continue;
			strbuf_addf(why, "; '%s' is still there in line %u of the result",
				    names[n], token->line);
			end = PORT_REFUSED;
			break;
		}
	}
	ctokens_release(&tokens);
	return end;
}

static enum port_end judge_names(const struct series *series,
				 const struct strbuf *text, struct strbuf *why)
{
	const char **names;
	size_t nr = conf_get_all(&series->info, "series.residue", &names);
	enum port_end end = judge_residue(text, names, nr, why);

	free(names);
	return end;
}

static enum port_end worse(enum port_end a, enum port_end b)
{
	return a > b ? a : b;
}

enum port_end port_judge(const struct series *series, const struct strbuf *text,
			 struct strbuf *why)
{
	struct strbuf said = STRBUF_INIT;
	enum port_end end = PORT_BROKEN;
	struct scratch scratch;
	char *file = NULL;

	if (scratch_make(&scratch))
		return PORT_BROKEN;
	if (!scratch_file(&scratch, path_base(series_file(series)), text, &file)) {
		end = judge_shape(series, text, &said);
		end = worse(end, judge_names(series, text, &said));
		end = worse(end, judge_lint(series, file, &said));
	}
	if (starts_with(said.buf, "; "))
		strbuf_remove(&said, 0, 2);
	strbuf_addstr(why, said.buf);
	scratch_remove(&scratch);
	strbuf_release(&said);
	free(file);
	return end;
}

/* --- the semantic patch ---------------------------------------------------- */

static bool mentions(const char *line, size_t len, const char **words, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (memmem(line, len, words[i], strlen(words[i])))
			return true;
	return false;
}

/* Line number of a line's first occurrence, 0 when there is none. */
static unsigned int line_of(const struct strbuf *text, const char *wanted,
			    size_t wanted_len)
{
	const char *cursor = text->buf, *line;
	unsigned int number = 0;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		number++;
		if (len == wanted_len && !memcmp(line, wanted, len))
			return number;
	}
	return 0;
}

/* A function that spatch passed over is no function that had nothing to change. */
static enum port_end gate_parsed(const struct series *series,
				 const struct strbuf *text, const char *file,
				 struct strbuf *why)
{
	struct strbuf unparsed = STRBUF_INIT;
	enum port_end end = PORT_OK;
	const char *cursor, *line, **words;
	size_t len, nr = conf_get_all(&series->info, "series.watch", &words);

	if (spatch_unparsed(file, &unparsed, why))
		end = PORT_BROKEN;
	cursor = unparsed.buf;
	while (end == PORT_OK && next_line(&cursor, &line, &len)) {
		unsigned int number;
		char *function;

		if (!mentions(line, len, words, nr))
			continue;
		number = line_of(text, line, len);
		function = function_at(text->buf, text->len, number);
		if (function) {
			strbuf_addf(why, "spatch cannot parse %s(), which has to do with the change (line %u)",
				    function, number);
			end = PORT_REFUSED;
		}
		free(function);
	}
	strbuf_release(&unparsed);
	free(words);
	return end;
}

static enum port_end gate_hits(const struct series *series, const char *shape,
			       const char **specs, size_t nr, struct port *port)
{
	const char **asked;
	size_t nr_asked = series_shape_hits(series, shape, &asked);
	const struct hits *hits = &port->said.hits;
	bool ok = hits_check(hits, asked, nr_asked, &port->why);

	if (ok)
		ok = hits_narrow(hits, specs, nr, &port->why);
	free(asked);
	return ok ? PORT_OK : PORT_REFUSED;
}

static enum port_end run_once(const struct series *series, const char *file,
			      struct port *port)
{
	char *cocci = script(series, "port.cocci");
	enum port_end end = PORT_OK;

	if (spatch_port(cocci, file, &port->said, &port->why) ||
	    read_file(file, &port->text))
		end = PORT_BROKEN;
	free(cocci);
	return end;
}

static bool is_blank_line(const char *line, size_t len)
{
	return len && strspn(line, " \t") >= len;
}

static bool has_blank_line(const struct strbuf *text)
{
	const char *cursor = text->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len))
		if (is_blank_line(line, len))
			return true;
	return false;
}

/* spatch indents the empty lines that it adds in front of a statement. */
static enum port_end tidy(const struct strbuf *before, const char *file,
			  struct port *port)
{
	const char *cursor = port->text.buf, *line;
	struct strbuf text = STRBUF_INIT;
	size_t len;
	int ret;

	if (has_blank_line(before) || !has_blank_line(&port->text))
		return PORT_OK;
	while (next_line(&cursor, &line, &len)) {
		if (!is_blank_line(line, len))
			strbuf_add(&text, line, len);
		strbuf_addch(&text, '\n');
	}
	ret = write_file_atomic(file, text.buf, text.len);
	strbuf_reset(&port->text);
	strbuf_add(&port->text, text.buf, text.len);
	strbuf_release(&text);
	return ret ? PORT_BROKEN : PORT_OK;
}

static enum port_end gate_idempotent(const struct series *series,
				     const char *file, struct port *port)
{
	struct port again = PORT_INIT;
	enum port_end end = run_once(series, file, &again);
	const struct hits *hits = &again.said.hits;

	if (end == PORT_BROKEN) {
		strbuf_addstr(&port->why, again.why.buf);
	} else if (hits->nr || strcmp(again.text.buf, port->text.buf)) {
		strbuf_addf(&port->why, "a second run changes the result again (rule %s)",
			    hits->nr ? hits->v[0].rule : "unknown");
		end = PORT_REFUSED;
	}
	port_release(&again);
	return end;
}

static enum port_end gate_gone(struct port *port)
{
	struct strbuf said = STRBUF_INIT;
	enum port_end end = judge_residue(&port->text,
					  (const char **)port->said.gone.v,
					  port->said.gone.nr, &said);

	if (starts_with(said.buf, "; "))
		strbuf_addstr(&port->why, said.buf + 2);
	strbuf_release(&said);
	return end;
}

static enum port_end semantic_in(const struct series *series,
				 const struct strbuf *text, const char *file,
				 const char *shape, const char **specs, size_t nr,
				 struct port *port)
{
	enum port_end end = gate_parsed(series, text, file, &port->why);

	if (end == PORT_OK)
		end = run_once(series, file, port);
	if (end == PORT_OK)
		end = tidy(text, file, port);
	if (end == PORT_OK && port->said.refused.len) {
		strbuf_addstr(&port->why, port->said.refused.buf);
		end = PORT_REFUSED;
	}
	if (end == PORT_OK)
		end = gate_hits(series, shape, specs, nr, port);
	if (end == PORT_OK && !strcmp(port->text.buf, text->buf)) {
		strbuf_addstr(&port->why, "the semantic patch changed nothing");
		end = PORT_REFUSED;
	}
	if (end == PORT_OK)
		end = gate_idempotent(series, file, port);
	if (end == PORT_OK)
		end = gate_gone(port);
	if (end == PORT_OK)
		end = port_judge(series, &port->text, &port->why);
	return end;
}

/* Whether all lines end as on other systems: "\r\n". */
static bool ends_in_crlf(const struct strbuf *text)
{
	const char *cursor = text->buf, *line;
	size_t len, lines = 0;

	while (next_line(&cursor, &line, &len)) {
		if (!len || line[len - 1] != '\r')
			return false;
		lines++;
	}
	return lines;
}

static void change_line_ends(const struct strbuf *text, const char *end,
			     struct strbuf *out)
{
	const char *cursor = text->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		if (len && line[len - 1] == '\r')
			len--;
		strbuf_add(out, line, len);
		strbuf_addstr(out, end);
	}
}

static enum port_end semantic_lf(const struct series *series,
				 const struct strbuf *text, const char *shape,
				 const char **specs, size_t nr, struct port *port)
{
	enum port_end end = PORT_BROKEN;
	struct scratch scratch;
	char *file = NULL;

	if (scratch_make(&scratch))
		return PORT_BROKEN;
	if (!scratch_file(&scratch, path_base(series_file(series)), text, &file))
		end = semantic_in(series, text, file, shape, specs, nr, port);
	scratch_remove(&scratch);
	free(file);
	return end;
}

enum port_end port_semantic(const struct series *series,
			    const struct strbuf *text, const char *shape,
			    const char **specs, size_t nr, struct port *port)
{
	struct strbuf plain = STRBUF_INIT, crlf = STRBUF_INIT;
	enum port_end end;

	if (!ends_in_crlf(text))
		return semantic_lf(series, text, shape, specs, nr, port);
	change_line_ends(text, "\n", &plain);
	end = semantic_lf(series, &plain, shape, specs, nr, port);
	change_line_ends(&port->text, "\r\n", &crlf);
	strbuf_reset(&port->text);
	strbuf_add(&port->text, crlf.buf, crlf.len);
	strbuf_release(&plain);
	strbuf_release(&crlf);
	return end;
}

/* --- curated patches ------------------------------------------------------- */

/* A patch may touch what the series declares and nothing else. */
static bool stays_inside(const struct git *git, const struct series *series,
			 const char *base, struct strbuf *why)
{
	struct strbuf names = STRBUF_INIT;
	const char *cursor, *line, **files;
	size_t len, nr = conf_get_all(&series->info, "series.file", &files);
	bool inside = !git_run(&names, git, "diff-index", "--cached", "--name-only",
			       base, NULL);

	cursor = names.buf;
	while (inside && next_line(&cursor, &line, &len)) {
		bool found = false;

		for (size_t i = 0; i < nr; i++)
			found |= strlen(files[i]) == len && !memcmp(files[i], line, len);
		if (!found)
			strbuf_addf(why, "the patches touch %.*s, which the series does not declare",
				    (int)len, line);
		inside = found;
	}
	strbuf_release(&names);
	free(files);
	return inside;
}

static enum port_end apply_one(const struct git *git, const char *path,
			       enum git_how how, struct port *port)
{
	struct strbuf said = STRBUF_INIT;
	enum port_end end = PORT_OK;
	enum git_applied applied;
	struct git_mail mail;

	if (git_mail_read(git, path, &mail)) {
		strbuf_addf(&port->why, "'%s' cannot be read as a patch mail", path);
		git_mail_release(&mail);
		return PORT_BROKEN;
	}
	applied = git_apply(git, &mail.diff, how, &said);
	if (applied == GIT_REFUSED) {
		strbuf_addf(&port->why, "%s does not apply: %s", path_base(path),
			    said.buf);
		end = PORT_REFUSED;
	} else if (git_write_tree(git, port->tree)) {
		end = PORT_BROKEN;
	} else {
		struct git_author author = { mail.name, mail.email, mail.date };

		if (git_commit(git, port->tree, port->commit, &author,
			       mail.message, port->commit))
			end = PORT_BROKEN;
	}
	if (applied > port->applied)
		port->applied = applied;
	strbuf_release(&said);
	git_mail_release(&mail);
	return end;
}

enum port_end port_apply(const struct git *git, const struct series *series,
			 const struct argv *patches, const char *base,
			 enum git_how how, struct port *port)
{
	enum port_end end = PORT_OK;

	memcpy(port->commit, base, GIT_HEX);
	if (git_run(NULL, git, "read-tree", base, NULL)) {
		strbuf_addstr(&port->why, "the tree cannot be read from the store");
		return PORT_BROKEN;
	}
	for (size_t i = 0; i < patches->nr && end == PORT_OK; i++)
		end = apply_one(git, patches->v[i], how, port);
	if (end == PORT_OK && !stays_inside(git, series, base, &port->why))
		end = PORT_REFUSED;
	if (end == PORT_OK && git_show(git, port->tree, series_file(series), &port->text)) {
		strbuf_addf(&port->why, "the result has no %s", series_file(series));
		end = PORT_REFUSED;
	}
	return end;
}

enum port_end port_curated(const struct git *git, const struct series *series,
			   const struct argv *patches, const char *base,
			   enum git_how how, struct port *port)
{
	enum port_end end = port_apply(git, series, patches, base, how, port);

	if (end == PORT_OK)
		end = port_judge(series, &port->text, &port->why);
	return end;
}

int port_commit(const struct git *git, const struct series *series,
		const char *base, const struct strbuf *text,
		const struct hits *hits, char commit[GIT_HEX])
{
	struct strbuf message = STRBUF_INIT;
	char tree[GIT_HEX];
	int ret = message_of_port(series, hits, &message);

	if (!ret)
		ret = git_run(NULL, git, "read-tree", base, NULL);
	if (!ret)
		ret = git_put_file(git, series_file(series), text->buf, text->len);
	if (!ret)
		ret = git_write_tree(git, tree);
	if (!ret)
		ret = git_commit(git, tree, base, &git_ferry, message.buf, commit);
	strbuf_release(&message);
	return ret;
}

enum port_end port_mutate(const struct git *git, const struct series *series,
			  const char *patch, struct port *port)
{
	struct strbuf diff = STRBUF_INIT, said = STRBUF_INIT;
	enum port_end end = PORT_BROKEN;

	if (read_file(patch, &diff))
		strbuf_addf(&port->why, "cannot read the mutant '%s'", patch);
	else if (git_apply(git, &diff, GIT_AS_IT_IS, &said) == GIT_REFUSED)
		strbuf_addf(&port->why, "the mutant '%s' does not apply: %s", patch,
			    said.buf);
	else if (!git_write_tree(git, port->tree) &&
		 !git_commit(git, port->tree, port->commit, &git_ferry,
			     "A mutant, to be caught\n", port->commit) &&
		 !git_show(git, port->tree, series_file(series), &port->text))
		end = port_judge(series, &port->text, &port->why);
	strbuf_release(&diff);
	strbuf_release(&said);
	return end;
}

/* --- comparing ------------------------------------------------------------- */

static int diff_files(const struct scratch *scratch, const char *a, const char *b,
		      struct strbuf *diff)
{
	struct git git = { .dir = scratch->dir };
	struct child child;
	int ret;

	git_child(&child, &git, "diff", "--no-index", "--no-prefix", "--no-color",
		  "--full-index", "-U3", a, b, NULL);
	ret = child_run(&child);
	strbuf_reset(diff);
	if (ret == 0 || ret == 1)
		strbuf_add(diff, child.out.buf, child.out.len);
	else
		error("git diff failed: %s", child.err.buf);
	child_release(&child);
	return ret == 0 || ret == 1 ? 0 : -1;
}

static int diff_texts(const struct strbuf *before, const struct strbuf *after,
		      const char *name_a, const char *name_b,
		      const struct strbuf *style, struct strbuf *diff)
{
	char *path_a = NULL, *path_b = NULL, *path_style = NULL;
	struct scratch scratch;
	int ret = scratch_make(&scratch);

	if (!ret)
		ret = scratch_file(&scratch, name_a, before, &path_a);
	if (!ret)
		ret = scratch_file(&scratch, name_b, after, &path_b);
	if (!ret && style) {
		struct child child = CHILD_INIT;

		ret = scratch_file(&scratch, ".clang-format", style, &path_style);
		argv_pushl(&child.args, "clang-format", "-i", "--style=file", name_a,
			   name_b, NULL);
		child.dir = scratch.dir;
		if (!ret && child_run(&child))
			ret = error("clang-format failed: %s", child.err.buf);
		child_release(&child);
	}
	if (!ret)
		ret = diff_files(&scratch, name_a, name_b, diff);
	scratch_remove(&scratch);
	free(path_a);
	free(path_b);
	free(path_style);
	return ret;
}

int port_diff(const struct series *series, const struct strbuf *before,
	      const struct strbuf *after, struct strbuf *diff)
{
	char *a = xstrfmt("a/%s", series_file(series));
	char *b = xstrfmt("b/%s", series_file(series));
	int ret = diff_texts(before, after, a, b, NULL, diff);

	free(a);
	free(b);
	return ret;
}

int port_layout_differences(const struct strbuf *style, const struct strbuf *a,
			    const struct strbuf *b, struct strbuf *diff)
{
	return diff_texts(a, b, "curated.c", "semantic.c", style, diff);
}
