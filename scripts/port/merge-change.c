// SPDX-License-Identifier: GPL-2.0-only
/* One item that a change changes, see merge-work.h */
#include "port/merge-work.h"

#include "base/util.h"
#include "port/merge-run.h"
#include "port/merge-text.h"

size_t work_piece(const struct work *work, size_t ours)
{
	for (size_t i = 0; ours != NO_ITEM && i < work->nr; i++)
		if (work->pieces[i].ours == ours)
			return i;
	return NO_ITEM;
}

/* --- names -------------------------------------------------------------------------- */

/*
 * A word that the change brings anew, and that the older tree knows, is meant so; and so
 * is a call of what it knows, whatever its function calls elsewhere.
 */
static bool is_meant(const struct work *work, const struct run *base,
		     const struct run *theirs, size_t at)
{
	size_t word = theirs->v[at];
	bool call = at + 1 < theirs->nr && !strcmp(work->plan.words.text[theirs->v[at + 1]], "(");

	return work->known[word] && (call || !run_has(base, word));
}

static struct run renamed_change(const struct work *work, const struct renames *names,
				 const struct run *base, const struct run *theirs)
{
	struct run out = run_renamed(names, theirs);
	struct edits edits;

	runs_differ(base, theirs, &edits);
	for (size_t i = 0; i < edits.nr; i++)
		for (size_t j = edits.v[i].b; j < edits.v[i].b_end; j++)
			if (is_meant(work, base, theirs, j))
				out.v[j] = theirs->v[j];
	free(edits.v);
	return out;
}

static void names_of_item(const struct work *work, const struct run *base,
			  const struct run *theirs, const struct run *ours,
			  struct renames *names)
{
	struct learner learner = { .words = &work->plan.words };

	learn_pair(&learner, base, ours);
	/* what the change itself brings is no other name of anything */
	run_copy(&learner.base, theirs, 0, theirs->nr);
	learned(&learner, 1, 100, names);
	renames_add(names, &work->plan.names);
	learner_release(&learner);
}

/* --- what to say -------------------------------------------------------------------- */

void work_note_names(struct work *work, const char *label, const struct run *base,
		     const struct run *theirs, const struct run *named)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	char **text = work->plan.words.text;
	struct argv said __free(argv_release) = ARGV_INIT;
	struct edits edits;

	runs_differ(base, theirs, &edits);
	for (size_t i = 0; i < edits.nr; i++)
		for (size_t j = edits.v[i].b; j < edits.v[i].b_end; j++) {
			if (named->v[j] == theirs->v[j] || argv_has(&said, text[theirs->v[j]]))
				continue;
			argv_push(&said, text[theirs->v[j]]);
			strbuf_addf(&list, "%s%s for %s", list.len ? ", " : "",
				    text[named->v[j]], text[theirs->v[j]]);
		}
	free(edits.v);
	if (list.len)
		argv_pushf(&work->merge->notes, "%s: %s", label, list.buf);
}

static void add_line(const struct items *items, const struct item *item, size_t at,
		     struct strbuf *out)
{
	const struct ctoken *token = &items->tokens.v[item->first + at];
	const char *text = items->text->buf, *line = text + token->offset;

	while (line > text && line[-1] != '\n')
		line--;
	line += strspn(line, " \t");
	strbuf_add(out, line, strcspn(line, "\n"));
}

/* The first place where both sides change the same, or change side by side. */
static bool first_clash(const struct edits *ours, const struct edits *theirs, size_t *which)
{
	for (size_t i = 0; i < theirs->nr; i++)
		for (size_t j = 0; j < ours->nr; j++)
			if (ours->v[j].a <= theirs->v[i].a_end &&
			    theirs->v[i].a <= ours->v[j].a_end) {
				*which = j;
				return true;
			}
	return false;
}

static void explain_conflict(struct work *work, const struct item *base,
			     const struct item *theirs, const struct item *ours,
			     const struct run *named_base, const struct run *named)
{
	const struct plan *plan = &work->plan;
	struct strbuf here __free(strbuf_release) = STRBUF_INIT;
	struct strbuf there __free(strbuf_release) = STRBUF_INIT;
	char *label __free(free_text) = item_label(&plan->theirs, theirs);
	struct edits to_ours, to_theirs;
	size_t which = 0, at = 0;

	runs_differ(named_base, &ours->run, &to_ours);
	runs_differ(named_base, named, &to_theirs);
	if (first_clash(&to_ours, &to_theirs, &which)) {
		at = to_ours.v[which].b < ours->run.nr ? to_ours.v[which].b : ours->run.nr - 1;
		add_line(&plan->ours, ours, at, &here);
		add_line(&plan->base, base, to_ours.v[which].a < base->run.nr ?
			 to_ours.v[which].a : base->run.nr - 1, &there);
	}
	strbuf_addf(&work->merge->why, "%s, %s, line %u: the change is to other lines than the tree's",
		    work->merge->path, label, plan->ours.tokens.v[ours->first + at].line);
	if (here.len)
		strbuf_addf(&work->merge->why, ": '%s' is there for '%s'", here.buf, there.buf);
	free(to_ours.v);
	free(to_theirs.v);
}

enum merged work_missing(struct work *work, const struct items *items,
			 const struct item *item)
{
	char *label __free(free_text) = item_label(items, item);

	strbuf_addf(&work->merge->why, "%s: the change is to %s, which the tree's file does not have",
		    work->merge->path, label);
	return MERGED_NOT;
}

/* --- an item that is changed -------------------------------------------------------- */

/* One in its versions, and with the names of the older branch. */
struct change {
	const struct item *base, *theirs, *ours;
	struct renames names;
	struct run new_base, new_theirs;
	struct run merged;
	struct merge_blocks blocks;
};

static bool has_names(const struct change *change)
{
	return !run_same(&change->new_base, &change->base->run) ||
	       !run_same(&change->new_theirs, &change->theirs->run);
}

static enum merge_end merge_tokens(const struct work *work, struct change *change)
{
	const char *dir = work->merge->dir;
	enum merge_end end = merge_runs(dir, &change->ours->run, &change->new_base,
					&change->new_theirs, &change->merged);

	if (end == MERGE_CONFLICT && has_names(change)) {
		end = merge_runs(dir, &change->ours->run, &change->base->run,
				 &change->theirs->run, &change->merged);
		if (end == MERGE_CLEAN) {
			run_release(&change->new_base);
			run_release(&change->new_theirs);
			run_copy(&change->new_base, &change->base->run, 0, change->base->run.nr);
			run_copy(&change->new_theirs, &change->theirs->run, 0,
				 change->theirs->run.nr);
		}
	}
	if (end == MERGE_CONFLICT)
		end = merge_blocks(dir, &change->ours->run, &change->new_base,
				   &change->new_theirs, &change->merged, &change->blocks);
	return end;
}

static void note_change(struct work *work, const struct change *change)
{
	char *label __free(free_text) = item_label(&work->plan.theirs, change->theirs);
	struct argv *notes = &work->merge->notes;

	work_note_names(work, label, &change->base->run, &change->theirs->run, &change->new_theirs);
	if (strcmp(change->base->name, change->ours->name))
		argv_pushf(notes, "%s is %s here", label, change->ours->name);
	if (change->blocks.moved)
		argv_pushf(notes, "%s: what is moved is this tree's form of it", label);
	if (change->blocks.deleted)
		argv_pushf(notes, "%s: what is removed is this tree's form of it", label);
	if (run_same(&change->merged, &change->ours->run))
		argv_pushf(notes, "%s has the change already", label);
}

static enum merged write_change(struct work *work, const struct change *change)
{
	const struct plan *plan = &work->plan;
	size_t at = work_piece(work, (size_t)(change->ours - plan->ours.v));
	struct rendering rendering = {
		.words = &work->plan.words, .dir = work->merge->dir,
		.ours = &plan->ours, .base = &plan->base, .theirs = &plan->theirs,
		.our_item = change->ours, .base_item = change->base,
		.their_item = change->theirs,
		.new_base = &change->new_base, .new_theirs = &change->new_theirs,
	};

	if (merge_text(&rendering, &change->merged, &work->pieces[at].text))
		return MERGED;
	strbuf_addf(&work->merge->why, "%s, %s, line %u: the merged code cannot be laid out",
		    work->merge->path, change->ours->name, item_line(&plan->ours, change->ours));
	return MERGED_NOT;
}

static enum merged merge_change(struct work *work, struct change *change)
{
	enum merged end;

	names_of_item(work, &change->base->run, &change->theirs->run, &change->ours->run,
		      &change->names);
	change->new_base = run_renamed(&change->names, &change->base->run);
	change->new_theirs = renamed_change(work, &change->names, &change->base->run,
					    &change->theirs->run);
	switch (merge_tokens(work, change)) {
	case MERGE_BROKEN:
		return MERGED_BROKEN;
	case MERGE_CONFLICT:
		explain_conflict(work, change->base, change->theirs, change->ours,
				 &change->new_base, &change->new_theirs);
		return MERGED_NOT;
	case MERGE_CLEAN:
		break;
	}
	end = write_change(work, change);
	if (end == MERGED)
		note_change(work, change);
	if (end == MERGED && has_names(change))
		renames_add(&work->used, &change->names);
	return end;
}

enum merged work_change(struct work *work, size_t base)
{
	const struct plan *plan = &work->plan;
	struct change change = {
		.base = &plan->base.v[base], .theirs = &plan->theirs.v[plan->theirs_of[base]],
	};
	enum merged end;

	if (plan->ours_of[base] == NO_ITEM)
		return work_missing(work, &plan->base, change.base);
	change.ours = &plan->ours.v[plan->ours_of[base]];
	end = merge_change(work, &change);
	renames_release(&change.names);
	run_release(&change.new_base);
	run_release(&change.new_theirs);
	run_release(&change.merged);
	return end;
}
