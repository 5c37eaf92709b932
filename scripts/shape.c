// SPDX-License-Identifier: GPL-2.0-only
/* The form that the code has, see shape.h */
#include "shape.h"

#include "scratch.h"
#include "spatch.h"

void shape_release(struct shape *shape)
{
	free(shape->name);
	free(shape->evidence);
	*shape = (struct shape){ .name = NULL };
}

static void split(const struct strbuf *line, struct shape *shape)
{
	size_t n = strcspn(line->buf, " ");

	shape->name = xstrndup(line->buf, n);
	shape->evidence = xstrdup(line->buf + n + (line->buf[n] == ' '));
}

int shape_of_text(const struct series *series, const struct strbuf *text,
		  struct shape *shape)
{
	char *script = xstrfmt("%s/shape.cocci", series->semantic);
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;
	struct scratch scratch;
	char *file = NULL;
	int ret = scratch_make(&scratch);

	*shape = (struct shape){ .name = NULL };
	if (!ret)
		ret = scratch_file(&scratch, path_base(series_file(series)), text, &file);
	if (!ret && spatch_shape(script, file, &line, &why))
		ret = error("cannot tell the shape: %s", why.buf);
	if (!ret)
		split(&line, shape);
	scratch_remove(&scratch);
	strbuf_release(&line);
	strbuf_release(&why);
	free(script);
	free(file);
	return ret;
}
