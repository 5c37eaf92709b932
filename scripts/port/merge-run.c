// SPDX-License-Identifier: GPL-2.0-only
/* Three-way merges, see merge-run.h */
#include "port/merge-run.h"

#include "tools/git.h"

/* --- by git ------------------------------------------------------------------------- */

static int put(const char *dir, const char *name, const struct strbuf *text)
{
	char *path __free(free_text) = xstrfmt("%s/%s", dir, name);

	return write_file_atomic(path, text->buf, text->len);
}

enum merge_end merge_lines(const char *dir, const struct strbuf *ours,
			   const struct strbuf *base, const struct strbuf *theirs,
			   struct strbuf *out)
{
	struct git git = { .dir = dir, .kind = GIT_NONE };
	struct child child __free(child_release) = CHILD_INIT;

	if (put(dir, "ours", ours) || put(dir, "base", base) || put(dir, "theirs", theirs))
		return MERGE_BROKEN;
	git_child(&child, &git, "merge-file", "-p", "-q", "ours", "base", "theirs", NULL);
	if (child_run(&child))
		/* the number of conflicts, or 255 */
		return child.end == RUN_EXITED && child.status > 0 && child.status < 128 ?
			MERGE_CONFLICT : MERGE_BROKEN;
	strbuf_reset(out);
	strbuf_add(out, child.out.buf, child.out.len);
	return MERGE_CLEAN;
}

static void as_lines(const struct run *run, struct strbuf *text)
{
	for (size_t i = 0; i < run->nr; i++)
		strbuf_addf(text, "%zu\n", run->v[i]);
}

static void from_lines(const struct strbuf *text, struct run *run)
{
	char *at = text->buf;

	while (*at) {
		run_add(run, strtoul(at, &at, 10));
		at += *at == '\n';
	}
}

enum merge_end merge_runs(const char *dir, const struct run *ours, const struct run *base,
			  const struct run *theirs, struct run *out)
{
	struct strbuf text[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT }, merged = STRBUF_INIT;
	enum merge_end end = MERGE_CLEAN;

	run_release(out);
	if (run_same(base, theirs)) {
		run_copy(out, ours, 0, ours->nr);
	} else if (run_same(ours, base) || run_same(ours, theirs)) {
		run_copy(out, theirs, 0, theirs->nr);
	} else {
		as_lines(ours, &text[0]);
		as_lines(base, &text[1]);
		as_lines(theirs, &text[2]);
		end = merge_lines(dir, &text[0], &text[1], &text[2], &merged);
		if (end == MERGE_CLEAN)
			from_lines(&merged, out);
	}
	for (size_t i = 0; i < ARRAY_SIZE(text); i++)
		strbuf_release(&text[i]);
	strbuf_release(&merged);
	return end;
}

/* --- blocks ------------------------------------------------------------------------- */

/* Tokens of what is called a block, and how alike two of one must be, in thousandths. */
#define SHORTEST 4
#define VARIANT 500
#define MOVED 600

/* Longer items are tables, which have no blocks. */
#define LONGEST 6000

/* What stands for a block in the version that is merged. */
struct stand_in {
	size_t begin, end;
	struct run run;
};

struct stand_ins {
	struct stand_in *v;
	size_t nr, alloc;
};

static void add_stand_in(struct stand_ins *list, size_t begin, size_t end, struct run *run)
{
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = (struct stand_in){ begin, end, *run };
	*run = (struct run){ .v = NULL };
}

static int by_begin(const void *a, const void *b)
{
	const struct stand_in *one = a, *other = b;

	return one->begin < other->begin ? -1 : one->begin > other->begin;
}

static struct run with_stand_ins(const struct run *run, struct stand_ins *list)
{
	struct run out = { .v = NULL };
	size_t at = 0;

	if (list->nr)
		qsort(list->v, list->nr, sizeof(*list->v), by_begin);
	for (size_t i = 0; i < list->nr; i++) {
		const struct stand_in *one = &list->v[i];

		if (one->begin < at)
			continue;
		run_copy(&out, run, at, one->begin);
		run_copy(&out, &one->run, 0, one->run.nr);
		at = one->end;
	}
	run_copy(&out, run, at, run->nr);
	return out;
}

static void release_stand_ins(struct stand_ins *list)
{
	for (size_t i = 0; i < list->nr; i++)
		run_release(&list->v[i].run);
	free(list->v);
}

/* Where a token of the one is in the other; what was put in before it is left out. */
static size_t begin_in_other(const struct edits *edits, size_t at)
{
	size_t from = 0, to = 0;

	for (size_t i = 0; i < edits->nr && edits->v[i].a <= at; i++) {
		if (at < edits->v[i].a_end)
			return edits->v[i].b;
		from = edits->v[i].a_end;
		to = edits->v[i].b_end;
	}
	return to + (at - from);
}

static size_t end_in_other(const struct edits *edits, size_t at)
{
	size_t from = 0, to = 0;

	for (size_t i = 0; i < edits->nr && edits->v[i].a < at; i++) {
		if (at <= edits->v[i].a_end)
			return edits->v[i].b_end;
		from = edits->v[i].a_end;
		to = edits->v[i].b_end;
	}
	return to + (at - from);
}

static struct run part_of(const struct run *run, size_t begin, size_t end)
{
	struct run part = { .v = NULL };

	run_copy(&part, run, begin, end);
	return part;
}

/* Where the change sets a block anew; NULL where it deletes it. */
static const struct edit *moved_to(const struct edits *edits, const struct run *block,
				   const struct run *theirs)
{
	const struct edit *found = NULL;
	unsigned int most = MOVED - 1;

	for (size_t i = 0; i < edits->nr; i++) {
		const struct edit *edit = &edits->v[i];
		struct run part = part_of(theirs, edit->b, edit->b_end);
		bool is_block = edit->b_end - edit->b >= SHORTEST;
		unsigned int alike = is_block ? runs_alike(block, &part) : 0;

		if (alike > most) {
			most = alike;
			found = edit;
		}
		run_release(&part);
	}
	return found;
}

/* Three versions of an item, and what stands in for blocks of two of them. */
struct blocks {
	const char *dir;
	const struct run *ours, *base, *theirs;
	struct edits to_ours, to_theirs;
	struct stand_ins in_base, in_theirs;
};

static enum merge_end take_block(struct blocks *blocks, const struct edit *edit,
				 struct merge_blocks *done)
{
	size_t begin = begin_in_other(&blocks->to_ours, edit->a);
	size_t end = end_in_other(&blocks->to_ours, edit->a_end);
	struct run block = part_of(blocks->base, edit->a, edit->a_end);
	struct run variant = { .v = NULL }, part = { .v = NULL }, merged = { .v = NULL };
	enum merge_end ret = MERGE_CLEAN;
	const struct edit *place;

	if (begin < end)
		run_copy(&variant, blocks->ours, begin, end);
	if (!variant.nr || run_same(&variant, &block) || runs_alike(&block, &variant) < VARIANT) {
		ret = MERGE_CONFLICT;
		goto out;
	}
	place = moved_to(&blocks->to_theirs, &block, blocks->theirs);
	if (place) {
		run_copy(&part, blocks->theirs, place->b, place->b_end);
		ret = merge_runs(blocks->dir, &variant, &block, &part, &merged);
		if (ret != MERGE_CLEAN)
			goto out;
		add_stand_in(&blocks->in_theirs, place->b, place->b_end, &merged);
	}
	if (place)
		done->moved++;
	else
		done->deleted++;
	add_stand_in(&blocks->in_base, edit->a, edit->a_end, &variant);
out:
	run_release(&block);
	run_release(&variant);
	run_release(&part);
	run_release(&merged);
	return ret;
}

static enum merge_end take_blocks(struct blocks *blocks, struct merge_blocks *done)
{
	for (size_t i = 0; i < blocks->to_theirs.nr; i++) {
		const struct edit *edit = &blocks->to_theirs.v[i];

		if (edit->a_end - edit->a >= SHORTEST &&
		    take_block(blocks, edit, done) == MERGE_BROKEN)
			return MERGE_BROKEN;
	}
	return done->moved || done->deleted ? MERGE_CLEAN : MERGE_CONFLICT;
}

enum merge_end merge_blocks(const char *dir, const struct run *ours, const struct run *base,
			    const struct run *theirs, struct run *out,
			    struct merge_blocks *done)
{
	struct blocks blocks = {
		.dir = dir, .ours = ours, .base = base, .theirs = theirs,
	};
	enum merge_end end = MERGE_CONFLICT;

	*done = (struct merge_blocks){ 0, 0 };
	if (base->nr > LONGEST)
		return MERGE_CONFLICT;
	runs_differ(base, ours, &blocks.to_ours);
	runs_differ(base, theirs, &blocks.to_theirs);
	end = take_blocks(&blocks, done);
	if (end == MERGE_CLEAN) {
		struct run new_base = with_stand_ins(base, &blocks.in_base);
		struct run new_theirs = with_stand_ins(theirs, &blocks.in_theirs);

		end = merge_runs(dir, ours, &new_base, &new_theirs, out);
		run_release(&new_base);
		run_release(&new_theirs);
	}
	free(blocks.to_ours.v);
	free(blocks.to_theirs.v);
	release_stand_ins(&blocks.in_base);
	release_stand_ins(&blocks.in_theirs);
	return end;
}
