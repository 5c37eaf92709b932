// SPDX-License-Identifier: GPL-2.0-only
/* From the shape of a tree to its port, see ladder.h */
#include "port/ladder.h"

#include "data/compare.h"
#include "port/diff.h"
#include "port/gates.h"

void ladder_end_release(struct ladder_end *end)
{
	strbuf_release(&end->text);
	strbuf_release(&end->without);
	strbuf_release(&end->why);
	argv_release(&end->carried);
	free(end->hits);
}

static enum port_status arrive(struct ladder_end *end, enum port_class class,
			       const char *commit, struct strbuf *text)
{
	end->class = class;
	if (commit)
		memcpy(end->commit, commit, GIT_HEX);
	if (text) {
		strbuf_release(&end->text);
		end->text = *text;
		strbuf_init(text);
	}
	return PORT_OK;
}

static void take_reason(struct ladder_end *end, const struct strbuf *why)
{
	strbuf_add(&end->why, why->buf, why->len);
}

/* --- by patches ------------------------------------------------------------ */

/* What is compared with a port that was judged need not be judged by itself. */
static bool stands_alone(const struct ladder *ladder)
{
	return !ladder->mutant &&
	       (ladder->of_others || port_by_patch_only(ladder->series, ladder->method));
}

static enum port_status try_set(const struct ladder *ladder, const struct patch_set *set,
				enum git_how how, struct port *port)
{
	enum port_status status;

	if (!set->patches.nr) {
		strbuf_addf(&port->why, "%s has no patches of its own", set->target);
		return PORT_REFUSED;
	}
	status = port_apply(ladder->git, ladder->series, &set->patches, ladder->base, how,
			    port);
	if (status == PORT_OK && port->applied != GIT_EXACT &&
	    !strcmp(ladder->method, "exact")) {
		strbuf_addf(&port->why, "the patches of %s apply, but not where they say",
			    set->target);
		status = PORT_REFUSED;
	}
	if (status == PORT_OK && stands_alone(ladder))
		status = port_judge_commit(ladder->git, ladder->series, ladder->base,
					   port->commit, &port->why);
	return status;
}

/* The best of those that fit: exact before offset before a merge. */
static enum port_status try_sets(const struct ladder *ladder, enum git_how how,
				 struct port *best, const char **target,
				 struct strbuf *why)
{
	strbuf_reset(why);
	for (size_t i = 0; i < ladder->nr; i++) {
		const struct patch_set *set = &ladder->sets[i];
		struct port one __free(port_release) = PORT_INIT;
		enum port_status status = try_set(ladder, set, how, &one);

		if (one.outside) {
			best->outside = true;
			strbuf_reset(why);
			strbuf_addstr(why, one.why.buf);
			return PORT_REFUSED;
		}
		if (!best->refused && one.refused) {
			best->refused = one.refused;
			memcpy(best->at, one.at, GIT_HEX);
		}
		if (status == PORT_OK && (!*target || one.applied < best->applied)) {
			struct port worse = *best;

			*best = one;
			one = worse;
			*target = set->target;
		} else if (one.why.len) {
			strbuf_addf(why, "%s%s%s%s", why->len ? "; " : "",
				    ladder->of_others ? set->target : "",
				    ladder->of_others ? ": " : "", one.why.buf);
		}
		if (status == PORT_BROKEN)
			return PORT_BROKEN;
	}
	return *target ? PORT_OK : PORT_REFUSED;
}

/* Of others' patches none is merged if one fits as it is. */
static enum port_status by_patches(const struct ladder *ladder, struct port *port,
				   const char **target, struct strbuf *why)
{
	enum git_how how = port_how(ladder->method);
	enum port_status status = PORT_REFUSED;

	if (!strcmp(ladder->method, "semantic")) {
		strbuf_addf(why, "series '%s' has no semantic patches", ladder->series->name);
		return PORT_REFUSED;
	}
	if (ladder->of_others && (how == GIT_MAY_MERGE || how == GIT_MAY_MERGE_ITEMS))
		status = try_sets(ladder, GIT_AS_IT_IS, port, target, why);
	if (status == PORT_REFUSED && !port->outside)
		status = try_sets(ladder, how, port, target, why);
	if (status == PORT_REFUSED && !why->len)
		strbuf_addstr(why, "no target's patches fit");
	return status;
}

/* A mutant goes on to be built and booted, whatever the gates say of it. */
static enum port_status spoil(const struct ladder *ladder, struct port *port,
			      struct ladder_end *end)
{
	enum port_status status = port_mutate(ladder->git, ladder->series, ladder->mutant,
					      port);

	take_reason(end, &port->why);
	if (status != PORT_BROKEN)
		arrive(end, CLASS_MUTANT, port->commit, &port->text);
	return status;
}

/* --- by semantic patch ----------------------------------------------------- */

static enum port_status by_rule(const struct ladder *ladder, struct port *port,
				struct ladder_end *end)
{
	struct strbuf hits = STRBUF_INIT;
	enum port_status status = port_semantic(ladder->series, ladder->before, ladder->shape,
						ladder->hits, ladder->nr_hits, port);

	hits_format(&port->said.hits, &hits);
	end->hits = strbuf_detach(&hits);
	take_reason(end, &port->why);
	return status;
}

static enum port_status commit_rule(const struct ladder *ladder, struct port *port,
				    struct ladder_end *end)
{
	end->rule = "is the port";
	if (ladder->git && port_commit(ladder->git, ladder->series, ladder->base,
				       ladder->shape, &port->text, &port->said.hits,
				       port->commit)) {
		strbuf_addstr(&end->why, "cannot keep the port in the store: see above");
		return PORT_BROKEN;
	}
	return arrive(end, CLASS_SEMANTIC, port->commit, &port->text);
}

/* --- two ways, one tree ---------------------------------------------------- */

static enum port_status compare_layout(const struct ladder *ladder,
				       const struct strbuf *curated,
				       const struct strbuf *semantic,
				       struct ladder_end *end)
{
	struct strbuf style __free(strbuf_release) = STRBUF_INIT;
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	bool same = curated->len == semantic->len &&
		    !memcmp(curated->buf, semantic->buf, curated->len);
	int ret = 0;

	end->rule = same ? "same bytes" : "same tokens";
	if (!ladder->layout)
		return PORT_OK;
	if (!same && git_show(ladder->git, ladder->base, ".clang-format", &style)) {
		strbuf_addstr(&end->why, "the tree has no .clang-format");
		return PORT_BROKEN;
	}
	if (!same && port_layout_differences(&style, curated, semantic, &diff)) {
		strbuf_addstr(&end->why, "clang-format could not compare the two ports: see above");
		return PORT_BROKEN;
	}
	ret = write_file_atomic(ladder->layout, diff.buf, diff.len);
	if (ret) {
		strbuf_addf(&end->why, "cannot write '%s': %s", ladder->layout, strerror(-ret));
		return PORT_BROKEN;
	}
	if (!diff.len)
		return PORT_OK;
	strbuf_addf(&end->why, "the curated and the semantic port are the same tokens but not the same layout after clang-format: see '%s'",
		    ladder->layout);
	return PORT_FAILED;
}

static enum port_status compare(const struct ladder *ladder, const struct strbuf *curated,
				const struct strbuf *semantic, struct ladder_end *end)
{
	struct ctoken_difference where __free(ctoken_difference_release) =
		CTOKEN_DIFFERENCE_INIT;

	end->two = true;
	if (ctoken_equal(curated->buf, curated->len, semantic->buf, semantic->len, &where)) {
		end->compared = where.compared;
		return compare_layout(ladder, curated, semantic, end);
	}
	end->compared = where.compared;
	strbuf_addf(&end->why, "the curated and the semantic port differ in %s(): '%s' in line %u against '%s' in line %u",
		    where.function ? where.function : "no function", where.token_a,
		    where.line_a, where.token_b, where.line_b);
	return PORT_FAILED;
}

static void note_without(const struct ladder *ladder, const struct strbuf *why,
			 struct ladder_end *end)
{
	if (!strcmp(ladder->method, "semantic"))
		return;
	strbuf_addstr(&end->without, why->buf);
	for (size_t i = 0; i < ladder->nr; i++)
		end->passed_over |= ladder->sets[i].patches.nr;
}

bool port_can_be_judged(enum port_class class)
{
	return class == CLASS_CARRIED || class == CLASS_MUTANT;
}

/* --- the ladder ------------------------------------------------------------ */

/*
 * The shape looks at fewer marks than the gates do.  What they find wrong is carried all
 * the same, and can be judged further, but for what spatch cannot read.
 */
static enum port_status carried(const struct ladder *ladder, struct ladder_end *end)
{
	struct strbuf unread __free(strbuf_release) = STRBUF_INIT;
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const struct series *series = ladder->series;
	enum port_status status;

	if (!series_by_rule(series)) {
		status = port_judge_commit(ladder->git, series, NULL, ladder->base, &end->why);
	} else {
		status = port_judge(series, NULL, ladder->before, &said);
		strbuf_addf(&end->why, "%s%s", end->why.len && said.len ? "; " : "", said.buf);
	}
	if (status == PORT_OK ||
	    (status == PORT_REFUSED && series_by_rule(series) &&
	     port_gate_parsed_text(series, ladder->before, &unread) == PORT_OK))
		arrive(end, CLASS_CARRIED, ladder->base, NULL);
	return status;
}

static enum port_status port(const struct ladder *ladder, struct ladder_end *end)
{
	struct port curated __free(port_release) = PORT_INIT;
	struct port semantic __free(port_release) = PORT_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	enum port_status by_patch = by_patches(ladder, &curated, &end->target, &why);
	enum port_class class = port_class_of_patches(&curated);
	enum port_status status;

	if (ladder->mutant && by_patch == PORT_OK)
		return spoil(ladder, &curated, end);
	/* what reaches outside is no change that merely does not fit: no rule makes it good */
	if (by_patch == PORT_BROKEN || ladder->mutant || curated.outside ||
	    port_by_patch_only(ladder->series, ladder->method)) {
		end->rule = ladder->mutant ? NULL : "left out";
		if (by_patch == PORT_OK && curated.all_carried)
			return carried(ladder, end);
		if (by_patch == PORT_OK && curated.carried.nr) {
			argv_pushv(&end->carried, curated.carried.v);
			end->rest = port_class_of_rest(&curated);
		}
		if (by_patch == PORT_OK)
			return arrive(end, class, curated.commit, &curated.text);
		take_reason(end, &why);
		end->refused = curated.refused;
		memcpy(end->at, curated.at, GIT_HEX);
		return by_patch;
	}
	status = by_rule(ladder, &semantic, end);
	if (status == PORT_OK && by_patch == PORT_OK) {
		status = compare(ladder, &curated.text, &semantic.text, end);
		if (status == PORT_OK)
			arrive(end, class, curated.commit, &curated.text);
	} else if (status == PORT_OK) {
		note_without(ladder, &why, end);
		status = commit_rule(ladder, &semantic, end);
	}
	return status;
}

/* Of a shape that nobody knows, whether somebody has tried to make the change. */
static bool is_attempt(const struct ladder *ladder)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char **signs;
	size_t nr = conf_get_all(&ladder->series->info, "series.sign", &signs);
	bool found = port_judge_residue(NULL, ladder->before, signs, nr, &said) != PORT_OK;

	free(signs);
	return found;
}

static enum port_status not_known(const struct ladder *ladder, struct ladder_end *end)
{
	enum port_status status = PORT_REFUSED;

	strbuf_addf(&end->why, "shape %s: %s", ladder->shape, ladder->evidence);
	if (series_by_rule(ladder->series) && is_attempt(ladder))
		status = carried(ladder, end);
	/* lint may find nothing: it has not been asked about this form */
	return status == PORT_OK ? PORT_REFUSED : status;
}

bool port_forbidden(const struct series *series, const char *never, struct strbuf *why)
{
	const char *anywhere = conf_get(&series->info, "series.never");

	if (!never && !anywhere)
		return false;
	strbuf_addf(why, "never to be ported: %s", anywhere ? anywhere : never);
	return true;
}

enum port_status ladder_climb(const struct ladder *ladder, struct ladder_end *end)
{
	enum port_status status = PORT_REFUSED;

	switch (series_shape_verdict(ladder->series, ladder->shape)) {
	case SHAPE_CARRIED:
		status = carried(ladder, end);
		break;
	case SHAPE_UNAFFECTED:
		status = arrive(end, CLASS_UNAFFECTED, ladder->base, NULL);
		break;
	case SHAPE_PORT:
		if (!port_forbidden(ladder->series, ladder->never, &end->why))
			status = port(ladder, end);
		break;
	case SHAPE_REFUSED:
		status = not_known(ladder, end);
		break;
	}
	if (ladder->mutant && end->class != CLASS_MUTANT && status != PORT_BROKEN) {
		strbuf_addf(&end->why, "%sthere is no port that the mutant '%s' could spoil",
			    end->why.len ? "; " : "", ladder->mutant);
		status = PORT_BROKEN;
	}
	if (status == PORT_REFUSED && !port_can_be_judged(end->class))
		end->class = CLASS_REFUSED;
	if (status == PORT_BROKEN && !end->why.len)
		strbuf_addstr(&end->why, "a tool failed: see above");
	return status;
}
