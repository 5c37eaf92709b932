// SPDX-License-Identifier: GPL-2.0-only
/* The commits of a branch above a target's source, see branch.h */
#include "mail/branch.h"

#include "data/facts.h"
#include "data/place.h"
#include "report/evidence.h"
#include "tools/git.h"

static bool is_there(const struct git *git, const char *rev, char id[GIT_HEX])
{
	return rev && !git_resolve(git, rev, id);
}

static bool find_source(const struct git *git, const struct target *target,
			const struct result *fetch, char id[GIT_HEX])
{
	const char *kernel = result_get(fetch, "kernel");

	char *base __free(free_text) = evidence_base(fetch, target);
	char *tag __free(free_text) = kernel ? xstrfmt("refs/tags/v%s", kernel) : NULL;

	return is_there(git, base, id) || is_there(git, result_get(fetch, FACT_VERSION), id) ||
	       is_there(git, tag, id);
}

int branch_range(const char *tree, const struct target *target, const struct result *fetch,
		 struct argv *sources)
{
	struct place place __free(place_release) = { NULL };
	struct strbuf base __free(strbuf_release) = STRBUF_INIT;
	struct git git = { .kind = GIT_FOUND };
	char source[GIT_HEX], tip[GIT_HEX];

	if (strstr(tree, "..")) {
		argv_push(sources, tree);
		return 0;
	}
	if (place_parse(&place, tree))
		return error("--tree %s: no folder '%s'", tree, place.dir);
	git.dir = place.dir;
	if (!place.rev || git_resolve(&git, place.rev, tip))
		return error("--tree %s is not a commit of a repository: give GITDIR@BRANCH", tree);
	if (!find_source(&git, target, fetch, source))
		return error("'%s' does not have the source of %s, %s: say where the branch begins, as in --tree %s@REV..%s",
			     place.dir, target->name, result_get(fetch, FACT_VERSION), place.dir,
			     place.rev);
	if (git_run(&base, &git, "merge-base", source, tip, NULL))
		return error("'%s' and the source of %s have no commit in common", tree,
			     target->name);
	if (!strcmp(base.buf, tip))
		return error("'%s' has no commits above the source of %s", tree, target->name);
	argv_pushf(sources, "%s@%s..%s", place.dir, base.buf, tip);
	return 0;
}
