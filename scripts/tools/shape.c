// SPDX-License-Identifier: GPL-2.0-only
/* The form that the code has, see shape.h */
#include "tools/shape.h"

#include "base/scratch.h"
#include "tools/carried.h"
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

/* Takes a patch out of the tree, if it is there. */
static enum carried take_out(const struct git *git, const char **files, size_t nr,
			     const char *path, char commit[GIT_HEX])
{
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
	struct strbuf doubt __free(strbuf_release) = STRBUF_INIT;

	if (git_mail_read(git, path, &mail))
		return CARRIED_BROKEN;
	return carried_take_out(git, files, nr, &mail.diff, commit, &doubt);
}

static void describe_patches(const struct argv *patches, const char *missing,
			     enum carried least, struct shape *shape)
{
	shape->name = xstrdup(series_shape_of_patches(patches->nr && !missing));
	shape->evidence = missing ?
		xstrfmt("no shape.cocci: %s does not reverse-apply", path_base(missing)) :
		xstrfmt("no shape.cocci: its patches reverse-apply%s",
			least == CARRIED_OFFSET ? ", with an offset" : "");
}

int shape_of_patches(const struct git *store, const struct series *series,
		     const struct argv *patches, const char *tree,
		     struct shape *shape)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	enum carried least = CARRIED_EXACT, one = CARRIED_EXACT;

	char *index __free(free_text) = NULL;
	const char **files, *missing = NULL;
	struct git git = *store;
	char commit[GIT_HEX];
	size_t nr;

	*shape = (struct shape){ .name = NULL };
	if (scratch_make(&scratch) || git_resolve(store, tree, commit))
		return -1;
	index = xstrfmt("%s/index", scratch.dir);
	git.index = index;
	nr = series_files(series, &files);
	for (size_t i = patches->nr; !missing && one != CARRIED_BROKEN && i-- > 0; ) {
		one = take_out(&git, files, nr, patches->v[i], commit);
		if (one == CARRIED_OFFSET)
			least = one;
		if (one == CARRIED_NOT || one == CARRIED_DOUBT)
			missing = patches->v[i];
	}
	free(files);
	if (one == CARRIED_BROKEN)
		return -1;
	describe_patches(patches, missing, least, shape);
	return 0;
}
