// SPDX-License-Identifier: GPL-2.0-only
/* ferry fetch: a target's source, at one exact version, into the kernel store */
#include "data/place.h"
#include "tools/apt.h"
#include "stage/stage.h"

#include <fnmatch.h>

static void add_user_tree(const struct stage *stage, struct digest *digest)
{
	char id[GIT_HEX] = "";
	struct place place;
	struct git git = { 0 };

	(void)place_parse(&place, stage_tree(stage));
	git.dir = place.dir;
	if (place.rev)
		(void)git_resolve(&git, place.rev, id);
	digest_add_string(digest, "tree", stage_tree(stage));
	digest_add_string(digest, "commit", id);
	place_release(&place);
}

/* "PACKAGE" or "PACKAGE/SUITE" */
static bool is_own_package(const struct stage *stage, const char *origin)
{
	const char *pattern = target_get(&stage->target, "source.debian");
	size_t len = strcspn(origin, "/");
	char *package = xstrndup(origin, len);
	bool own = pattern && !fnmatch(pattern, package, 0);
	const char **suites;
	size_t nr = conf_get_all(&stage->target.conf, "source.suite", &suites);
	bool known = !origin[len];

	for (size_t i = 0; i < nr; i++)
		known |= !strcmp(origin + len + (origin[len] == '/'), suites[i]);
	free(package);
	free(suites);
	return own && known;
}

static const char *branch_of(const struct stage *stage)
{
	const char *branch = target_get(&stage->target, "target.branch");

	return branch ? branch : "HEAD";
}

static bool is_own_branch(const struct stage *stage, const char *origin)
{
	const char *url = target_get(&stage->target, "source.git");
	char *own = xstrfmt("%s@%s", url ? url : "", branch_of(stage));
	bool same = url && !strcmp(own, origin);

	free(own);
	return same;
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
static int find_stored(const struct stage *stage, struct source *source)
{
	return find_kind(stage, "debian", is_own_package, source) ||
	       find_kind(stage, "git", is_own_branch, source) ? 0 : -1;
}

static int fetch_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const keys[] = {
		"source.debian", "source.suite", "source.git", "source.min-version",
		"target.branch",
	};
	struct source source = { .commit = "" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char **values;
		size_t nr = conf_get_all(&stage->target.conf, keys[i], &values);

		for (size_t n = 0; n < nr; n++)
			digest_add_string(digest, keys[i], values[n]);
		free(values);
	}
	if (stage_tree(stage)) {
		add_user_tree(stage, digest);
		return 0;
	}
	(void)find_stored(stage, &source);
	digest_add_string(digest, "commit", source.commit);
	source_release(&source);
	return 0;
}

/* A plain folder may have changed without a trace, and an update may be due. */
static bool fetch_intact(const struct stage *stage)
{
	struct place place = { NULL };
	bool folder = stage_tree(stage) && !place_parse(&place, stage_tree(stage)) && !place.rev;

	place_release(&place);
	return !stage->options->update && !folder;
}

static int from_user(struct stage *stage, struct source *source)
{
	const char *tree = stage_tree(stage);
	struct place place;
	int ret;

	(void)place_parse(&place, tree);
	if (place.rev)
		ret = store_add_git(&stage->store, stage->target.name, "tree", place.dir,
				    place.rev, source);
	else
		ret = store_add_folder(&stage->store, stage->target.name, tree, source);
	place_release(&place);
	if (ret)
		stage_broken(stage, "cannot take the tree '%s': see above", tree);
	return ret;
}

/* --- the target's own sources, in order ------------------------------------- */

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
	const char *pattern = target_get(&stage->target, "source.debian");
	const char *least = target_get(&stage->target, "source.min-version");
	struct strbuf package = STRBUF_INIT, version = STRBUF_INIT;
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
			add_reason(why, "%s %s cannot be had, see above", package.buf,
				   version.buf);
		if (end == APT_BROKEN)
			stage_broken(stage, "cannot get %s %s: see above", package.buf,
				     version.buf);
		if (end != APT_OK)
			source_release(source);
	}
	strbuf_release(&package);
	strbuf_release(&version);
	return end;
}

static enum apt_end from_suite(struct stage *stage, const char *suite,
			       struct strbuf *why, struct source *source)
{
	char *parent = store_apt_dir(&stage->store, stage->target.name);
	struct strbuf said = STRBUF_INIT;
	struct apt apt;
	enum apt_end end;

	stage_progress(stage, "lists of %s", suite);
	end = apt_suite_open(&apt, parent, suite, &said);
	if (end == APT_OK)
		end = from_apt(stage, &apt, why, source);
	else if (end == APT_NONE)
		add_reason(why, "%s", said.buf);
	else
		stage_broken(stage, "%s", said.buf);
	apt_release(&apt);
	strbuf_release(&said);
	free(parent);
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
	const char *url = target_get(&stage->target, "source.git");
	struct strbuf said = STRBUF_INIT;
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
	strbuf_release(&said);
	return end;
}

/* What is stored will do when nothing newer can be had. */
static int fall_back(struct stage *stage, const struct strbuf *why,
		     struct source *source)
{
	const char *target = stage->target.name;

	source_release(source);
	if (!find_stored(stage, source)) {
		note("%s stays at %s: %s", target, source->version, why->buf);
		return 0;
	}
	result_set(&stage->result, VERDICT_SKIP, "no source",
		   "no source at hand: %s: run 'apt-get update' and 'ferry fetch %s' with a network, or 'ferry fetch --tree GITDIR@REV %s'",
		   why->len ? why->buf : "the target names none", target, target);
	return -1;
}

static int get_source(struct stage *stage, struct source *source)
{
	struct strbuf why = STRBUF_INIT;
	enum apt_end end = APT_NONE;
	int ret;

	if (stage_tree(stage))
		return from_user(stage, source);
	if (!stage->options->update && !find_stored(stage, source))
		return 0;
	if (target_get(&stage->target, "source.debian"))
		end = from_packages(stage, &why, source);
	if (end == APT_NONE && target_get(&stage->target, "source.git"))
		end = from_url(stage, &why, source);
	if (end == APT_NONE)
		ret = fall_back(stage, &why, source);
	else
		ret = end == APT_OK ? 0 : -1;
	strbuf_release(&why);
	return ret;
}

/* --- what is recorded -------------------------------------------------------- */

static void makefile_value(const char *text, const char *name, struct strbuf *out)
{
	const char *cursor = text, *line;
	size_t len, skip = strlen(name);

	while (next_line(&cursor, &line, &len)) {
		struct strbuf value = STRBUF_INIT;

		if (len < skip + 2 || strncmp(line, name, skip) ||
		    strncmp(line + skip, " =", 2))
			continue;
		strbuf_add(&value, line + skip + 2, len - skip - 2);
		strbuf_trim(&value);
		if (value.len && out->len && isdigit((unsigned char)value.buf[0]))
			strbuf_addch(out, '.');
		strbuf_addstr(out, value.buf);
		strbuf_release(&value);
		return;
	}
}

static int kernel_version(const struct stage *stage, const struct source *source,
			  struct strbuf *version)
{
	struct strbuf makefile = STRBUF_INIT;
	int ret = git_show(&stage->store.git, source->commit, "Makefile", &makefile);

	makefile_value(makefile.buf, "VERSION", version);
	makefile_value(makefile.buf, "PATCHLEVEL", version);
	makefile_value(makefile.buf, "SUBLEVEL", version);
	makefile_value(makefile.buf, "EXTRAVERSION", version);
	strbuf_release(&makefile);
	return !ret && version->len ? 0 : -1;
}

static void record_missing(struct stage *stage, const struct source *source)
{
	const char *cursor = source->missing ? source->missing : "", *line;
	json_t *list = json_array();
	size_t len;

	while (next_line(&cursor, &line, &len))
		json_array_append_new(list, json_stringn(line, len));
	result_fact_json(&stage->result, "missing", list);
}

static void record(struct stage *stage, const struct source *source)
{
	const char *least = target_get(&stage->target, "source.min-version");
	struct strbuf version = STRBUF_INIT;

	result_fact(&stage->result, FACT_COMMIT, source->commit);
	result_fact(&stage->result, FACT_KIND, source->kind);
	result_fact(&stage->result, "origin", source->origin);
	result_fact(&stage->result, FACT_VERSION, source->version);
	result_fact(&stage->result, FACT_SHA256, source->sha256);
	record_missing(stage, source);
	if (kernel_version(stage, source, &version)) {
		stage_fail(stage, "%s %s is no kernel tree: its Makefile has no VERSION",
			   source->origin, source->version);
	} else if (!stage_tree(stage) && least &&
		   strverscmp(version.buf, least) < 0) {
		stage_fail(stage, "the source is %s, '%s' asks for %s or newer: run 'apt-get update' and 'ferry fetch --update %s'",
			   version.buf, stage->target.path, least,
			   stage->target.name);
	} else {
		result_fact(&stage->result, "kernel", version.buf);
		result_set(&stage->result, VERDICT_PASS, version.buf, "%s", "");
	}
	strbuf_release(&version);
}

static void fetch_run(struct stage *stage)
{
	struct source source = { .commit = "" };

	if (!get_source(stage, &source))
		record(stage, &source);
	source_release(&source);
}

const struct stage_type stage_fetch = {
	.name = "fetch",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Bring the source of each target into the kernel store: from a "
			"Debian package that apt knows, from another suite of the same "
			"archive, from the git URL in stable/TARGET/target, or from a "
			"tree of your own (--tree), which is only read. Where none can "
			"be had the stage is skipped and says how to get one.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH,
	},
	.revision = 2,
	.inputs = fetch_inputs,
	.intact = fetch_intact,
	.run = fetch_run,
	.input_is_output = true,
};
