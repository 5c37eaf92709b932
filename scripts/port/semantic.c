// SPDX-License-Identifier: GPL-2.0-only
/* The change made by the semantic patch, see port.h */
#include "port/port.h"

#include "base/scratch.h"
#include "data/compare.h"
#include "data/function.h"
#include "port/comments.h"
#include "port/gates.h"

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

static enum port_status run_once(const struct series *series, const char *file,
				 struct port *port)
{
	char *cocci __free(free_text) = series_script(series, "port.cocci");
	enum port_status end = PORT_OK;

	if (spatch_port(cocci, file, &port->said, &port->why) ||
	    read_file(file, &port->text))
		end = PORT_BROKEN;
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

static enum port_status gate_gone(struct port *port)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = port_judge_residue(&port->text,
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

static void describe_place(const struct strbuf *before, const struct strbuf *after,
			   const char *name, struct strbuf *why)
{
	unsigned int line = line_of_function(before, name);

	if (!*name)
		strbuf_addstr(why, "what is outside of functions");
	else if (line)
		strbuf_addf(why, "%s() in line %u", name, line);
	else
		strbuf_addf(why, "%s() in line %u of the result", name,
			    line_of_function(after, name));
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
		describe_place(before, &port->text, names.v[i], &port->why);
		end = PORT_REFUSED;
	}
	return end;
}

static enum port_status keep_comments(const struct strbuf *before, const char *file,
				      struct port *port)
{
	enum port_status end = port_keep_comments(before, &port->text, &port->why);

	if (end == PORT_OK && write_file_atomic(file, port->text.buf, port->text.len))
		end = PORT_BROKEN;
	return end;
}

static enum port_status semantic_in(const struct series *series,
				    const struct strbuf *text, const char *file,
				    const char *shape, const char **specs, size_t nr,
				    struct port *port)
{
	enum port_status end = port_gate_parsed(series, text, file, &port->why);

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
		end = gate_places(text, port);
	if (end == PORT_OK)
		end = keep_comments(text, file, port);
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
			       const char **specs, size_t nr, struct port *port)
{
	struct strbuf plain = STRBUF_INIT, crlf = STRBUF_INIT;
	enum port_status end;

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
