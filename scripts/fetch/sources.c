// SPDX-License-Identifier: GPL-2.0-only
/* Where a target's source comes from, see sources.h */
#include "fetch/sources.h"

#include <fnmatch.h>

#include "data/place.h"
#include "tools/apt.h"

/* "PACKAGE" or "PACKAGE/SUITE" */
static bool is_own_package(const struct stage *stage, const char *origin)
{
	char *package __free(free_text) = xstrndup(origin, strcspn(origin, "/"));
	const char *pattern = conf_get(&stage->target.conf, "source.debian");
	size_t len = strlen(package);
	bool own = pattern && !fnmatch(pattern, package, 0);
	const char **suites;
	size_t nr = conf_get_all(&stage->target.conf, "source.suite", &suites);
	bool known = !origin[len];

	for (size_t i = 0; i < nr; i++)
		known |= !strcmp(origin + len + (origin[len] == '/'), suites[i]);
	free(suites);
	return own && known;
}

static const char *branch_of(const struct stage *stage)
{
	const char *branch = conf_get(&stage->target.conf, "target.branch");

	return branch ? branch : "HEAD";
}

static bool is_own_branch(const struct stage *stage, const char *origin)
{
	const char *url = conf_get(&stage->target.conf, "source.git");
	size_t len = url ? strlen(url) : 0;

	return url && !strncmp(origin, url, len) && origin[len] == '@' &&
	       !strcmp(origin + len + 1, branch_of(stage));
}

static bool find_kind(const struct stage *stage, const char *kind,
		      bool (*is_own)(const struct stage *stage, const char *origin),
		      struct source *source)
{
	if (store_find(&stage->store, stage->target.name, kind, source))
		return false;
	if (is_own(stage, source->origin))
		return true;
	source_release(source);
	return false;
}

/* What is stored may be from where the target does not look any more. */
int sources_find(const struct stage *stage, struct source *source)
{
	return find_kind(stage, "debian", is_own_package, source) ||
	       find_kind(stage, "git", is_own_branch, source) ? 0 : -1;
}

static int from_user(struct stage *stage, struct source *source)
{
	struct place place __free(place_release) = { NULL };
	const char *tree = stage_tree(stage), *target = stage->target.name;
	int ret;

	(void)place_parse(&place, tree);
	ret = place.rev ? store_add_git(&stage->store, target, "tree", place.dir, place.rev,
					source) :
			  store_add_folder(&stage->store, target, tree, source);
	if (ret)
		stage_broken(stage, "cannot take the tree '%s': see above", tree);
	return ret;
}

/* Begins or goes on with the reasons why there is none. */
static void add_reason(struct strbuf *why, const char *fmt, ...) __printf(2, 3);

static void add_reason(struct strbuf *why, const char *fmt, ...)
{
	va_list args;

	if (why->len)
		strbuf_addstr(why, "; ");
	va_start(args, fmt);
	strbuf_vaddf(why, fmt, args);
	va_end(args);
}

static bool is_stored(const struct stage *stage, const char *version,
		      struct source *source)
{
	if (!store_find(&stage->store, stage->target.name, "debian", source) &&
	    !strcmp(source->version, version))
		return true;
	source_release(source);
	return false;
}

/* The package that a set-up of apt knows, unless the store has it. */
static enum apt_end from_apt(struct stage *stage, const struct apt *apt,
			     struct strbuf *why, struct source *source)
{
	const char *pattern = conf_get(&stage->target.conf, "source.debian");
	const char *least = conf_get(&stage->target.conf, "source.min-version");
	struct strbuf package __free(strbuf_release) = STRBUF_INIT;
	struct strbuf version __free(strbuf_release) = STRBUF_INIT;
	enum apt_end end = APT_OK;

	/* a name is one package of one age: what is too old is said later */
	if (!strpbrk(pattern, "*?["))
		least = NULL;
	if (apt_find(apt, pattern, least, &package, &version)) {
		add_reason(why, "apt knows no package %s%s%s%s%s", pattern,
			   least ? " from " : "", least ? least : "",
			   apt->suite ? " in " : "", apt->suite ? apt->suite : "");
		end = APT_NONE;
	} else if (!is_stored(stage, version.buf, source)) {
		stage_progress(stage, "%s %s", package.buf, version.buf);
		end = store_add_package(&stage->store, stage->target.name, apt,
					package.buf, version.buf, source);
		if (end == APT_NONE)
			add_reason(why, "%s %s cannot be downloaded, see above", package.buf,
				   version.buf);
		if (end == APT_BROKEN)
			stage_broken(stage, "cannot get %s %s: see above", package.buf,
				     version.buf);
		if (end != APT_OK)
			source_release(source);
	}
	return end;
}

static enum apt_end from_suite(struct stage *stage, const char *suite,
			       struct strbuf *why, struct source *source)
{
	char *parent __free(free_text) = xstrfmt("%s/apt/%s", stage->store.root,
						 stage->target.name);
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	struct apt apt __free(apt_release) = { NULL };
	enum apt_end end;

	stage_progress(stage, "lists of %s", suite);
	end = apt_suite_open(&apt, parent, suite, &said);
	if (end == APT_OK)
		end = from_apt(stage, &apt, why, source);
	else if (end == APT_NONE)
		add_reason(why, "%s", said.buf);
	else
		stage_broken(stage, "%s", said.buf);
	return end;
}

static enum apt_end from_packages(struct stage *stage, struct strbuf *why,
				  struct source *source)
{
	struct apt own = { NULL };
	const char **suites;
	enum apt_end end = from_apt(stage, &own, why, source);
	size_t nr = conf_get_all(&stage->target.conf, "source.suite", &suites);

	for (size_t i = 0; end == APT_NONE && i < nr; i++)
		end = from_suite(stage, suites[i], why, source);
	free(suites);
	return end;
}

static enum apt_end from_url(struct stage *stage, struct strbuf *why,
			     struct source *source)
{
	const char *url = conf_get(&stage->target.conf, "source.git");
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum apt_end end = APT_OK;

	stage_progress(stage, "%s", url);
	if (!git_reachable(url, &said)) {
		add_reason(why, "git: %s", said.buf);
		end = APT_NONE;
	} else if (store_add_git(&stage->store, stage->target.name, "git", url,
				 branch_of(stage), source)) {
		stage_broken(stage, "cannot get %s of %s: see above",
			     branch_of(stage), url);
		end = APT_BROKEN;
	}
	return end;
}

/* What is stored will do when nothing newer can be had. */
static int fall_back(struct stage *stage, const struct strbuf *why,
		     struct source *source)
{
	const char *target = stage->target.name;

	source_release(source);
	if (!sources_find(stage, source)) {
		note("%s stays at %s: %s", target, source->version, why->buf);
		return 0;
	}
	result_set(&stage->result, VERDICT_SKIP, "no source",
		   "no source at hand: %s: run 'apt-get update' and 'ferry fetch %s' with a network, or 'ferry fetch --tree GITDIR@REV %s'",
		   why->len ? why->buf : "the target names none", target, target);
	return -1;
}

int sources_get(struct stage *stage, struct source *source)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	enum apt_end end = APT_NONE;

	if (stage_tree(stage))
		return from_user(stage, source);
	if (!stage->options->update && !sources_find(stage, source))
		return 0;
	if (conf_get(&stage->target.conf, "source.debian"))
		end = from_packages(stage, &why, source);
	if (end == APT_NONE && conf_get(&stage->target.conf, "source.git"))
		end = from_url(stage, &why, source);
	if (end == APT_NONE)
		return fall_back(stage, &why, source);
	return end == APT_OK ? 0 : -1;
}
