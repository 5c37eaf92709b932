// SPDX-License-Identifier: GPL-2.0-only
/* The change made by the semantic patch, see port.h */
#include "port/port.h"

#include "base/scratch.h"
#include "data/compare.h"
#include "data/function.h"
#include "port/comments.h"
#include "port/gates.h"
#include "port/layout.h"
#include "port/names.h"

static enum port_status gate_hits(const struct series *series, const char *shape,
				  const char **specs, size_t nr, struct port *port)
{
	const char **asked;
	size_t nr_asked = series_shape_values(series, shape, "hits", &asked);
	const struct hits *hits = &port->said.hits;
	bool ok = hits_check(hits, asked, nr_asked, &port->why);

	if (ok)
		ok = hits_narrow(hits, specs, nr, &port->why);
	free(asked);
	return ok ? PORT_OK : PORT_REFUSED;
}

/* "FILE:LINE: FUNCTION() words" becomes "FUNCTION() in line LINE words". */
static void add_refusal(const struct strbuf *text, const char *line, size_t len,
			struct strbuf *why)
{
	const char *place = memmem(line, len, ": ", 2);
	const char *number = place ? memrchr(line, ':', (size_t)(place - line)) : NULL;
	const char *words = number ? place + 2 : line, *call = NULL;

	char *function __free(free_text) = NULL;

	if (number)
		call = memmem(words, (size_t)(line + len - words), "() ", 3);
	if (call && !memchr(words, ' ', (size_t)(call - words))) {
		function = xstrndup(words, (size_t)(call - words));
		words = call + 3;
	} else if (number) {
		function = function_at(text->buf, text->len,
				       (unsigned int)strtoul(number + 1, NULL, 10));
	}
	strbuf_addstr(why, why->len ? "; " : "");
	if (function)
		strbuf_addf(why, "%s() ", function);
	if (number)
		strbuf_addf(why, "in line %.*s ", (int)(place - number - 1), number + 1);
	strbuf_add(why, words, (size_t)(line + len - words));
}

static enum port_status run_once(const struct series *series, const char *file,
				 struct port *port)
{
	char *cocci __free(free_text) = series_script(series, "port.cocci");
	int ret = spatch_port(cocci, file, &port->said, &port->why);

	if (!ret && !port->said.done) {
		strbuf_addf(&port->why, "'%s' did not run to its end", cocci);
		ret = -1;
	}
	if (ret > 0)
		return PORT_REFUSED;
	return ret || read_file(file, &port->text) ? PORT_BROKEN : PORT_OK;
}

/* What it says makes it wrong for this tree comes before what came of it there. */
static enum port_status run_first(const struct series *series, const struct strbuf *text,
				  const char *file, struct port *port)
{
	enum port_status end = run_once(series, file, port);
	const char *cursor = port->said.findings.buf, *line;
	size_t len;

	if (!port->said.findings.len)
		return end;
	strbuf_reset(&port->why);
	while (next_line(&cursor, &line, &len))
		add_refusal(text, line, len, &port->why);
	return PORT_REFUSED;
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
static enum port_status tidy(const struct strbuf *before, const char *file,
			     struct port *port)
{
	const char *cursor = port->text.buf, *line;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
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
	return ret ? PORT_BROKEN : PORT_OK;
}

static enum port_status gate_idempotent(const struct series *series,
					const char *file, struct port *port)
{
	struct port again __free(port_release) = PORT_INIT;
	enum port_status end = run_once(series, file, &again);
	const struct hits *hits = &again.said.hits;

	if (end == PORT_BROKEN) {
		strbuf_addstr(&port->why, again.why.buf);
	} else if (hits->nr || strcmp(again.text.buf, port->text.buf)) {
		strbuf_addf(&port->why, "a second run changes the result again (rule %s)",
			    hits->nr ? hits->v[0].rule : "unknown");
		end = PORT_REFUSED;
	}
	return end;
}

static enum port_status gate_gone(const struct strbuf *before, struct port *port)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = port_judge_residue(before, &port->text,
						  (const char **)port->said.gone.v,
						  port->said.gone.nr, &said);

	if (starts_with(said.buf, "; "))
		strbuf_addstr(&port->why, said.buf + 2);
	return end;
}

/* Where a function begins, 0 in a text that has none of that name. */
static unsigned int line_of_function(const struct strbuf *text, const char *name)
{
	const char *cursor = text->buf, *line;
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;
	unsigned int number = 0;
	bool found = false;
	size_t len;

	ctokens_lex(&tokens, text->buf, text->len);
	while (!found && next_line(&cursor, &line, &len)) {
		char *function __free(free_text) = ctokens_function_at(&tokens, ++number);

		found = function && !strcmp(function, name);
	}
	return found ? number : 0;
}

static void describe_place(const struct strbuf *before, const char *name,
			   struct strbuf *why)
{
	unsigned int line = line_of_function(before, name);

	if (!*name)
		strbuf_addstr(why, "what is outside of functions");
	else if (line)
		strbuf_addf(why, "%s() in line %u", name, line);
	else
		strbuf_addf(why, "%s(), which is new", name);
}

/* What no hit names, no rule was made to change. */
static enum port_status gate_places(const struct strbuf *before, struct port *port)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	enum port_status end = PORT_OK;

	(void)ctoken_differences(before->buf, before->len, port->text.buf,
				 port->text.len, &names);
	for (size_t i = 0; i < names.nr; i++) {
		if (argv_has(&port->said.places, names.v[i]))
			continue;
		strbuf_addstr(&port->why, end == PORT_OK ?
			      "the semantic patch changes what none of its rules names: " : ", ");
		describe_place(before, names.v[i], &port->why);
		end = PORT_REFUSED;
	}
	return end;
}

/* "FUNCTION() words" becomes "FUNCTION() in line N words", if there is such a function. */
static void add_line(const struct strbuf *text, struct strbuf *why)
{
	size_t len = strcspn(why->buf, "( ");

	char *name __free(free_text) = xstrndup(why->buf, len);
	char *words __free(free_text) = xstrdup(why->buf + len);
	unsigned int line = starts_with(words, "() ") && !starts_with(words, "() in line ") ?
			    line_of_function(text, name) : 0;

	if (line) {
		strbuf_reset(why);
		strbuf_addf(why, "%s() in line %u%s", name, line, words + 2);
	}
}

/* What was about code that is gone goes, what was about other code stays with it. */
static enum port_status clear_away(const struct strbuf *before, const char *file,
				   struct port *port)
{
	enum port_status end;

	port_drop_conditionals(before, &port->text);
	end = port_keep_comments(before, &port->text, &port->why);
	port_drop_blank_lines(before, &port->text);
	if (end == PORT_OK && write_file_atomic(file, port->text.buf, port->text.len))
		end = PORT_BROKEN;
	return end;
}

static enum port_status gate_comments(const struct series *series,
				      const struct strbuf *before, struct port *port)
{
	const char **names;
	size_t nr = conf_get_all(&series->info, "series.residue", &names);
	enum port_status end = port_check_comments(before, &port->text, names, nr,
						   &port->why);

	free(names);
	if (end == PORT_OK)
		end = port_check_comments(before, &port->text,
					  (const char **)port->said.gone.v,
					  port->said.gone.nr, &port->why);
	return end;
}

static enum port_status semantic_in(const struct series *series,
				    const struct strbuf *text, const char *file,
				    const char *shape, const char **specs, size_t nr,
				    struct port *port)
{
	enum port_status end = port_gate_parsed(series, text, file, &port->why);

	if (end == PORT_OK)
		end = run_first(series, text, file, port);
	if (end == PORT_REFUSED)
		add_line(text, &port->why);
	if (end == PORT_OK)
		end = tidy(text, file, port);
	if (end == PORT_OK)
		end = gate_hits(series, shape, specs, nr, port);
	if (end == PORT_OK && !strcmp(port->text.buf, text->buf)) {
		strbuf_addstr(&port->why, "the semantic patch changed nothing");
		end = PORT_REFUSED;
	}
	if (end == PORT_OK)
		end = gate_places(text, port);
	if (end == PORT_OK)
		end = clear_away(text, file, port);
	if (end == PORT_OK)
		end = gate_comments(series, text, port);
	if (end == PORT_OK)
		end = port_check_names(text, &port->text, &port->why);
	if (end == PORT_OK)
		end = gate_idempotent(series, file, port);
	if (end == PORT_OK)
		end = gate_gone(text, port);
	if (end == PORT_OK)
		end = port_judge(series, text, &port->text, &port->why);
	return end;
}

/* How many lines end as on other systems, "\r\n"; @first gets the first of them. */
static size_t count_crlf(const struct strbuf *text, size_t *first, size_t *lines)
{
	const char *cursor = text->buf, *line;
	size_t len, nr = 0;

	*first = *lines = 0;
	while (next_line(&cursor, &line, &len)) {
		(*lines)++;
		if (!len || line[len - 1] != '\r')
			continue;
		if (!nr++)
			*first = *lines;
	}
	return nr;
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

static enum port_status semantic_lf(const struct series *series,
				    const struct strbuf *text, const char *shape,
				    const char **specs, size_t nr, struct port *port)
{
	enum port_status end = PORT_BROKEN;
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

enum port_status port_semantic(const struct series *series,
			       const struct strbuf *text, const char *shape,
			       const char **specs, size_t nr_specs, struct port *port)
{
	struct strbuf plain = STRBUF_INIT, crlf = STRBUF_INIT;
	size_t first, lines, nr = count_crlf(text, &first, &lines);
	enum port_status end;

	if (!nr)
		return semantic_lf(series, text, shape, specs, nr_specs, port);
	if (nr != lines) {
		/* what is added would have other line ends */
		strbuf_addf(&port->why, "line %zu ends with a carriage return, and not all lines do",
			    first);
		return PORT_REFUSED;
	}
	change_line_ends(text, "\n", &plain);
	end = semantic_lf(series, &plain, shape, specs, nr_specs, port);
	change_line_ends(&port->text, "\r\n", &crlf);
	strbuf_reset(&port->text);
	strbuf_add(&port->text, crlf.buf, crlf.len);
	strbuf_release(&plain);
	strbuf_release(&crlf);
	return end;
}
