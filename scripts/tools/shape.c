// SPDX-License-Identifier: GPL-2.0-only
/* The form that the code has, see shape.h */
#include "tools/shape.h"

#include "base/scratch.h"
#include "tools/git-mail.h"
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

/* Whether a patch can be taken out of the index just where it says. */
static int take_out(const struct git *git, const char *path, bool *there)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };

	if (git_mail_read(git, path, &mail))
		return -1;
	*there = git_apply(git, &mail.diff, GIT_BACKWARDS, &said) == GIT_EXACT;
	return 0;
}

static void describe_patches(const struct argv *patches, const char *missing,
			     struct shape *shape)
{
	shape->name = xstrdup(series_shape_of_patches(patches->nr && !missing));
	shape->evidence = missing ?
		xstrfmt("no shape.cocci: %s does not reverse-apply", path_base(missing)) :
		xstrfmt("no shape.cocci: its patches reverse-apply");
}

int shape_of_patches(const struct git *store, const struct series *series,
		     const struct argv *patches, const char *tree,
		     struct shape *shape)
{
	const char **files, *missing = NULL;
	size_t nr = series_files(series, &files);
	struct git git = *store;
	struct scratch scratch;
	char *index = NULL;
	int ret = scratch_make(&scratch);

	*shape = (struct shape){ .name = NULL };
	if (!ret) {
		index = xstrfmt("%s/index", scratch.dir);
		git.index = index;
		ret = git_read_files(&git, tree, files, nr);
	}
	for (size_t i = patches->nr; !ret && !missing && i-- > 0; ) {
		bool there = false;

		ret = take_out(&git, patches->v[i], &there);
		missing = there ? NULL : patches->v[i];
	}
	if (!ret)
		describe_patches(patches, missing, shape);
	scratch_remove(&scratch);
	free(index);
	free(files);
	return ret;
}
