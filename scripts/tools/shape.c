// SPDX-License-Identifier: GPL-2.0-only
/* The form that the code has, see shape.h */
#include "tools/shape.h"

#include "base/scratch.h"
#include "tools/spatch.h"

void shape_release(struct shape *shape)
{
	free(shape->name);
	free(shape->evidence);
	*shape = (struct shape){ .name = NULL };
}

void shape_of_line(const struct series *series, const struct strbuf *line,
		   struct shape *shape)
{
	struct strbuf evidence = STRBUF_INIT;
	size_t n = strcspn(line->buf, " ");

	shape->name = xstrndup(line->buf, n);
	strbuf_addstr(&evidence, line->buf + n + (line->buf[n] == ' '));
	series_chain(series, line->buf, &evidence);
	shape->evidence = strbuf_detach(&evidence);
}

/* Whether a byte is none that C source has; where it stands goes to line. */
static bool is_text(const struct strbuf *text, size_t *line)
{
	*line = 1;
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->buf[i];

		if (c == '\n')
			(*line)++;
		else if (c < ' ' && !isspace(c))
			return false;
	}
	return true;
}

int shape_of_text(const struct series *series, const struct strbuf *text,
		  struct shape *shape)
{
	char *script = series_script(series, "shape.cocci");
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;
	struct scratch scratch;
	char *file = NULL;
	size_t where;
	int ret;

	*shape = (struct shape){ .name = NULL };
	if (!is_text(text, &where)) {
		shape->name = xstrdup("unknown");
		shape->evidence = xstrfmt("no C source: line %zu has a byte that is not text",
					  where);
		free(script);
		return 0;
	}
	ret = scratch_make(&scratch);
	if (!ret)
		ret = scratch_file(&scratch, path_base(series_file(series)), text, &file);
	if (!ret && spatch_shape(script, file, &line, &why))
		ret = error("cannot tell the shape: %s", why.buf);
	if (!ret)
		shape_of_line(series, &line, shape);
	scratch_remove(&scratch);
	strbuf_release(&line);
	strbuf_release(&why);
	free(script);
	free(file);
	return ret;
}
