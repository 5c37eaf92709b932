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
	char *script __free(free_text) = series_script(series, "shape.cocci");
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	char *file __free(free_text) = NULL;
	size_t where;

	*shape = (struct shape){ .name = NULL };
	if (!is_text(text, &where)) {
		shape->name = xstrdup("unknown");
		shape->evidence = xstrfmt("no C source: line %zu has a byte that is not text",
					  where);
		return 0;
	}
	if (scratch_make(&scratch) ||
	    scratch_file(&scratch, path_base(series_file(series)), text, &file))
		return -1;
	if (spatch_shape(script, file, &line, &why))
		return error("cannot tell the shape: %s", why.buf);
	shape_of_line(series, &line, shape);
	return 0;
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
	struct scratch scratch __free(scratch_remove) = { NULL };
	char *index __free(free_text) = NULL;
	const char **files, *missing = NULL;
	struct git git = *store;
	size_t nr;
	int ret;

	*shape = (struct shape){ .name = NULL };
	if (scratch_make(&scratch))
		return -1;
	index = xstrfmt("%s/index", scratch.dir);
	git.index = index;
	nr = series_files(series, &files);
	ret = git_read_files(&git, tree, files, nr);
	free(files);
	for (size_t i = patches->nr; !ret && !missing && i-- > 0; ) {
		bool there = false;

		ret = take_out(&git, patches->v[i], &there);
		missing = there ? NULL : patches->v[i];
	}
	if (!ret)
		describe_patches(patches, missing, shape);
	return ret;
}
