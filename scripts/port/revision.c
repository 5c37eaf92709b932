// SPDX-License-Identifier: GPL-2.0-only
/* A port of some revision, see revision.h */
#include "port/revision.h"

#include "data/expect.h"
#include "port/gates.h"
#include "port/ladder.h"
#include "tools/shape.h"

void revision_port_release(struct revision_port *port)
{
	strbuf_release(&port->why);
	free(port->shape);
}

/* The series' file, which a series without rules need not have, and the shape. */
static enum port_status look(const struct ladder *ladder, const struct argv *patches,
			     struct strbuf *before, struct shape *shape, struct strbuf *why)
{
	const struct series *series = ladder->series;
	const char *file = series_file(series);
	int ret = git_show(ladder->git, ladder->base, file, before);

	if (ret > 0 && series_by_rule(series)) {
		strbuf_addf(why, "the tree has no %s", file);
		return PORT_REFUSED;
	}
	if (ret >= 0)
		ret = series_by_rule(series) ? shape_of_text(series, before, shape) :
		      shape_of_patches(ladder->git, series, patches, ladder->base, shape);
	if (ret >= 0)
		return PORT_OK;
	strbuf_addstr(why, "cannot tell the shape: see above");
	return PORT_BROKEN;
}

static enum port_status climb(struct ladder *ladder, const char *root,
			      struct revision_port *port)
{
	struct ladder_end end __free(ladder_end_release) = LADDER_END_INIT;
	enum port_status status = ladder_climb(ladder, &end);

	if (status == PORT_OK && end.class == CLASS_SEMANTIC)
		status = port_judge_by_explorer(root, ladder->series, &end.text, &end.why);
	port->class = status == PORT_OK || end.class == CLASS_CARRIED ? end.class
								      : CLASS_REFUSED;
	strbuf_addstr(&port->why, end.why.len || status != PORT_OK ? end.why.buf
								   : ladder->evidence);
	return status;
}

enum port_status revision_port(const struct attempt *attempt, const struct options *options,
			       const struct series *series, const char *target,
			       const char *commit, struct revision_port *port)
{
	struct expect expect __free(expect_release) = { .conf = CONF_INIT };
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	struct shape shape __free(shape_release) = { .name = NULL };
	struct argv patches __free(argv_release) = ARGV_INIT;
	char *name __free(free_text) = xstrdup(target);
	struct patch_set own = { .target = name };
	struct ladder ladder = {
		.series = series, .git = &attempt->git, .base = commit, .before = &before,
		.method = options->method, .sets = &own, .nr = 1,
	};
	enum port_status status;

	port->class = CLASS_REFUSED;
	if (expect_open(&expect, options->root, target, series->name) ||
	    expect_patches(&expect, &patches)) {
		strbuf_addf(&port->why, "cannot read what is expected of %s: see above", target);
		return PORT_BROKEN;
	}
	status = look(&ladder, &patches, &before, &shape, &port->why);
	if (status != PORT_OK)
		return status;
	own.patches = patches;
	port->shape = xstrdup(shape.name);
	ladder.shape = shape.name;
	ladder.evidence = shape.evidence;
	return climb(&ladder, options->root, port);
}
