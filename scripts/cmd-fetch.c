// SPDX-License-Identifier: GPL-2.0-only
/* ferry fetch: a target's source, at one exact version, into the kernel store */
#include "apt.h"
#include "stage.h"

static bool user_folder(const char *tree)
{
	char *kbuild = xstrfmt("%s/Kbuild", tree);
	bool is = file_exists(kbuild);

	free(kbuild);
	return is;
}

/* "GITDIR@REV" or "GITDIR"; the caller frees both. */
static void split_tree(const char *tree, char **dir, char **rev)
{
	const char *at = strrchr(tree, '@');

	*dir = at ? xstrndup(tree, (size_t)(at - tree)) : xstrdup(tree);
	*rev = xstrdup(at ? at + 1 : "HEAD");
}

static void add_user_tree(const struct stage *stage, struct digest *digest)
{
	char *dir, *rev, id[GIT_HEX] = "";
	struct git git = { 0 };

	split_tree(stage->options->tree, &dir, &rev);
	git.dir = dir;
	if (!user_folder(stage->options->tree))
		(void)git_resolve(&git, rev, id);
	digest_add_string(digest, "tree", stage->options->tree);
	digest_add_string(digest, "commit", id);
	free(dir);
	free(rev);
}

static int find_stored(const struct stage *stage, struct source *source)
{
	if (!store_find(&stage->store, stage->target.name, "debian", source))
		return 0;
	return store_find(&stage->store, stage->target.name, "git", source);
}

static int fetch_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const keys[] = {
		"source.debian", "source.git", "source.min-version", "target.branch",
	};
	struct source source = { .commit = "" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		digest_add_string(digest, keys[i],
				  target_get(&stage->target, keys[i]));
	if (stage->options->tree) {
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
	const char *tree = stage->options->tree;

	return !stage->options->update && !(tree && user_folder(tree));
}

static int from_user(struct stage *stage, struct source *source)
{
	const char *tree = stage->options->tree;
	char *dir, *rev;
	int ret;

	if (user_folder(tree)) {
		ret = store_add_folder(&stage->store, stage->target.name, tree, source);
	} else {
		split_tree(tree, &dir, &rev);
		ret = store_add_git(&stage->store, stage->target.name, "tree", dir,
				    rev, source);
		free(dir);
		free(rev);
	}
	if (ret)
		stage_broken(stage, "cannot take the tree '%s': see above", tree);
	return ret;
}

static int skip_source(struct stage *stage)
{
	const char *package = target_get(&stage->target, "source.debian");

	result_set(&stage->result, VERDICT_SKIP, "no source",
		   "no source at hand%s%s: run 'apt-get update', or 'ferry fetch --tree GITDIR@REV %s'",
		   package ? ", apt knows no package " : "", package ? package : "",
		   stage->target.name);
	return -1;
}

static int from_package(struct stage *stage, const char *package,
			struct source *source)
{
	struct strbuf version = STRBUF_INIT;
	int ret = apt_candidate(package, &version);

	if (ret) {
		if (find_stored(stage, source))
			ret = skip_source(stage);
		else
			ret = 0;
	} else if (!store_find(&stage->store, stage->target.name, "debian", source) &&
		   !strcmp(source->version, version.buf)) {
		ret = 0;
	} else {
		source_release(source);
		stage_progress(stage, "%s %s", package, version.buf);
		ret = store_add_package(&stage->store, stage->target.name, package,
					version.buf, source);
		if (ret)
			stage_broken(stage, "cannot get %s %s: see above",
				     package, version.buf);
	}
	strbuf_release(&version);
	return ret;
}

static int from_url(struct stage *stage, const char *url, struct source *source)
{
	const char *branch = target_get(&stage->target, "target.branch");
	int ret;

	stage_progress(stage, "%s", url);
	ret = store_add_git(&stage->store, stage->target.name, "git", url,
			    branch ? branch : "HEAD", source);
	return ret ? skip_source(stage) : 0;
}

static int get_source(struct stage *stage, struct source *source)
{
	const char *package = target_get(&stage->target, "source.debian");
	const char *url = target_get(&stage->target, "source.git");

	if (stage->options->tree)
		return from_user(stage, source);
	if (!stage->options->update && !find_stored(stage, source))
		return 0;
	if (package)
		return from_package(stage, package, source);
	if (url)
		return from_url(stage, url, source);
	return skip_source(stage);
}

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

static void record(struct stage *stage, const struct source *source)
{
	const char *least = target_get(&stage->target, "source.min-version");
	struct strbuf version = STRBUF_INIT;

	result_fact(&stage->result, "id", source->commit);
	result_fact(&stage->result, "kind", source->kind);
	result_fact(&stage->result, "origin", source->origin);
	result_fact(&stage->result, "version", source->version);
	result_fact(&stage->result, "sha256", source->sha256);
	if (kernel_version(stage, source, &version)) {
		stage_fail(stage, "%s %s is no kernel tree: its Makefile has no VERSION",
			   source->origin, source->version);
	} else if (!stage->options->tree && least &&
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
			"Debian package, from the git URL in stable/TARGET/target, or "
			"from a tree of your own (--tree), which is only read.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH,
	},
	.revision = 1,
	.inputs = fetch_inputs,
	.intact = fetch_intact,
	.run = fetch_run,
	.input_is_output = true,
};
