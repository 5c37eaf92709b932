// SPDX-License-Identifier: GPL-2.0-only
/* ferry build: a kernel of each target without the change, and one with it */
#include "stage/sides.h"
#include "build/initramfs.h"
#include "tools/kbuild.h"

#include <glob.h>

/* The end of a log that tells why make stopped, in bytes. */
#define LOG_TAIL 4096

/* One build tree, both sides one after the other. */
struct build {
	struct stage *stage;
	struct kbuild kbuild;
	struct strbuf source;
	char *object;
	char *module;
	char *init;
	char *count_path;
	enum side side;
	unsigned long compiled;
	unsigned long expected;
	bool configured;
};

/* --- what it depends on ---------------------------------------------------- */

static int add_common(const struct stage *stage, struct digest *digest)
{
	static const char * const tools[] = { "gcc", "ld", "make", NULL };
	struct argv paths = ARGV_INIT;
	int ret = 0;

	digest_add_tools(digest, tools);
	guest_fragments(stage, stage->options->flavour, &paths);
	argv_pushf(&paths, "%s/ci/guest", stage->options->root);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		ret = digest_add_path(digest, paths.v[i]);
	digest_add_string(digest, "flavour", stage->options->flavour);
	argv_release(&paths);
	return ret;
}

static int build_inputs(const struct stage *stage, struct digest *digest)
{
	for (int side = 0; side < SIDE_NR; side++)
		digest_add_string(digest, side_name[side], guest_commit(stage, side));
	digest_add_string(digest, "class", stage_fact(stage, STAGE_PORT, FACT_CLASS));
	return add_common(stage, digest);
}

static int side_key(const struct stage *stage, enum side side, char key[DIGEST_HEX])
{
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add(&digest, "revision", &stage_build.revision,
		   sizeof(stage_build.revision));
	digest_add_string(&digest, "commit", guest_commit(stage, side));
	ret = add_common(stage, &digest);
	digest_final(&digest, key);
	return ret;
}

static bool has(const char *dir, const char *name)
{
	char *path = xstrfmt("%s/%s", dir, name);
	bool there = file_exists(path);

	free(path);
	return there;
}

static bool side_known(const char *dir, const char *key)
{
	char *path = xstrfmt("%s/key", dir);
	struct strbuf old = STRBUF_INIT;
	bool known = !read_file(path, &old) && !strcmp(old.buf, key) &&
		     has(dir, "bzImage") && has(dir, "initramfs");

	strbuf_release(&old);
	free(path);
	return known;
}

/* Other runs, with an out/ of their own, build in the same place. */
static bool side_intact(const struct stage *stage, enum side side)
{
	char *dir = guest_dir(stage, side);
	char key[DIGEST_HEX];
	bool intact = dir && !side_key(stage, side, key) && side_known(dir, key);

	free(dir);
	return intact;
}

static bool build_intact(const struct stage *stage)
{
	bool intact = true;

	for (int side = 0; side < SIDE_NR; side++)
		if (guest_has_side(stage, side))
			intact = intact && side_intact(stage, side);
	return intact;
}

/* --- one make -------------------------------------------------------------- */

static void count_line(void *data, const char *line, size_t len)
{
	struct build *build = data;

	(void)len;
	if (!starts_with(line, "  CC ") && !starts_with(line, "  AS "))
		return;
	build->compiled++;
	if (build->expected)
		stage_progress(build->stage, "%s %lu/%lu", side_name[build->side],
			       build->compiled, build->expected);
	else
		stage_progress(build->stage, "%s %lu files", side_name[build->side],
			       build->compiled);
}

/*
 * A compiler error is the change's failure where it compiles without; anything else
 * that stops make is ours.
 */
static int judge_make(struct build *build, const struct child *child, bool ours)
{
	struct stage *stage = build->stage;
	struct strbuf log = STRBUF_INIT, line = STRBUF_INIT, how = STRBUF_INIT;
	const char *tail;
	bool compiler;

	(void)read_file(stage->log, &log);
	kbuild_first_error(log.buf, &line);
	child_describe(child, &how);
	tail = log.buf + (log.len > LOG_TAIL ? log.len - LOG_TAIL : 0);
	compiler = child->end == RUN_EXITED && build->side == SIDE_AFTER && !ours &&
		   line.len && !kbuild_lost(tail);
	if (compiler)
		stage_fail(stage, "with the change: %s", line.buf);
	else
		stage_broken(stage, "%s the change: %s%s%s; see '%s'",
			     build->side == SIDE_AFTER ? "with" : "without", how.buf,
			     line.len ? ": " : "", line.buf, stage->log);
	strbuf_release(&log);
	strbuf_release(&line);
	strbuf_release(&how);
	return -1;
}

static int make(struct build *build, struct child *child, bool ours)
{
	int ret = child_run(child);

	if (ret)
		ret = judge_make(build, child, ours);
	child_release(child);
	return ret;
}

/* --- kernel, module, init -------------------------------------------------- */

static int make_kernel(struct build *build)
{
	struct child child;

	kbuild_child(&child, &build->kbuild, "bzImage", "modules", NULL);
	return make(build, &child, !guest_has_side(build->stage, SIDE_BEFORE));
}

/* The module is built beside the build tree, never in the project. */
static int copy_module(struct build *build)
{
	char *pattern = xstrfmt("%s/ci/guest/torture/*", build->stage->options->root);
	glob_t found = { 0 };
	int ret = mkdir_p(build->module);

	if (!ret && glob(pattern, 0, NULL, &found))
		ret = -ENOENT;
	for (size_t i = 0; !ret && i < found.gl_pathc; i++) {
		char *to = xstrfmt("%s/%s", build->module, path_base(found.gl_pathv[i]));

		ret = copy_file(found.gl_pathv[i], to);
		free(to);
	}
	if (ret)
		ret = stage_broken(build->stage, "cannot copy '%s' to '%s': %s",
				   pattern, build->module, strerror(-ret));
	globfree(&found);
	free(pattern);
	return ret;
}

static int make_module(struct build *build)
{
	struct child child;
	int ret = copy_module(build);

	if (ret)
		return ret;
	kbuild_child(&child, &build->kbuild, NULL);
	argv_pushf(&child.args, "M=%s", build->module);
	argv_push(&child.args, "modules");
	return make(build, &child, true);
}

static int make_init(struct build *build)
{
	char *pattern = xstrfmt("%s/ci/guest/*.c", build->stage->options->root);
	struct child child = CHILD_INIT;
	glob_t found = { 0 };
	int ret;

	argv_pushl(&child.args, "gcc", "-std=gnu11", "-static", "-O2", "-Wall",
		   "-Wextra", "-Werror", "-o", build->init, NULL);
	if (!glob(pattern, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++)
			argv_push(&child.args, found.gl_pathv[i]);
	ret = child_run(&child);
	if (ret)
		ret = stage_broken(build->stage, "ci/guest/init.c does not compile: see '%s'",
				   build->stage->log);
	globfree(&found);
	free(pattern);
	child_release(&child);
	return ret;
}

static int pack_initramfs(struct build *build, const char *dir)
{
	char *path = xstrfmt("%s/initramfs", dir);
	char *pattern = xstrfmt("%s/*.ko", build->module);
	struct argv files = ARGV_INIT;
	glob_t found = { 0 };
	int ret;

	argv_pushl(&files, build->init, "init", NULL);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			argv_push(&files, found.gl_pathv[i]);
			argv_pushf(&files, "lib/ferry/%s", path_base(found.gl_pathv[i]));
		}
	}
	ret = initramfs_write(path, &files);
	if (ret)
		stage_broken(build->stage, "cannot make the initramfs: see above");
	globfree(&found);
	free(path);
	free(pattern);
	argv_release(&files);
	return ret;
}

static int keep_kernel(struct build *build, const char *dir)
{
	char *from = xstrfmt("%s/arch/x86/boot/bzImage", build->object);
	char *to = xstrfmt("%s/bzImage", dir);
	int ret = copy_file(from, to);

	if (ret)
		ret = stage_broken(build->stage, "cannot keep '%s': %s", from,
				   strerror(-ret));
	free(from);
	free(to);
	return ret;
}

/* --- a side ---------------------------------------------------------------- */

static int compile_side(struct build *build, const char *dir)
{
	struct stage *stage = build->stage;
	char configuration[DIGEST_HEX];
	int ret = store_checkout(&stage->store, stage->target.name,
				 guest_commit(stage, build->side), &build->source);

	if (ret)
		return stage_broken(stage, "cannot check the tree out: see above");
	build->kbuild.source = build->source.buf;
	if (!build->configured)
		ret = guest_configure(stage, &build->kbuild, stage->options->flavour,
				      configuration);
	build->configured = !ret;
	if (!ret)
		ret = make_kernel(build);
	if (!ret)
		ret = make_module(build);
	if (!ret)
		ret = make_init(build);
	if (!ret)
		ret = pack_initramfs(build, dir);
	if (!ret)
		ret = keep_kernel(build, dir);
	return ret;
}

static int mark_side(struct build *build, const char *dir, const char *key)
{
	char *path = xstrfmt("%s/key", dir);
	int ret = key ? write_file_atomic(path, key, strlen(key)) : remove_tree(path);

	if (ret)
		ret = stage_broken(build->stage, "cannot write '%s': %s", path,
				   strerror(-ret));
	free(path);
	return ret;
}

static void fact_digest(struct build *build, const char *dir, const char *name)
{
	char *path = xstrfmt("%s/%s", dir, name);
	char *fact = xstrfmt("%s-%s", side_name[build->side], name);
	char hex[DIGEST_HEX] = "";

	(void)digest_file(path, hex);
	result_fact(&build->stage->result, fact, hex);
	free(path);
	free(fact);
}

static int build_side(struct build *build, enum side side)
{
	char *dir = guest_dir(build->stage, side);
	char key[DIGEST_HEX];
	int ret = dir ? 0 : -1;

	build->side = side;
	build->compiled = 0;
	if (!ret)
		ret = side_key(build->stage, side, key);
	if (ret)
		stage_broken(build->stage, "cannot read what the build depends on");
	if (!ret && !side_known(dir, key)) {
		ret = mark_side(build, dir, NULL);
		if (!ret)
			ret = compile_side(build, dir);
		if (!ret)
			ret = mark_side(build, dir, key);
	}
	if (!ret) {
		fact_digest(build, dir, "bzImage");
		fact_digest(build, dir, "initramfs");
	}
	free(dir);
	return ret;
}

/* How many files the last full build compiled: the progress line's total. */
static void remember_count(struct build *build, bool full)
{
	struct strbuf text = STRBUF_INIT;

	if (!full) {
		if (!read_file(build->count_path, &text))
			(void)parse_ulong(text.buf, 1000000, &build->expected);
	} else if (build->compiled > build->expected) {
		strbuf_addf(&text, "%lu", build->compiled);
		(void)write_file_atomic(build->count_path, text.buf, text.len);
	}
	strbuf_release(&text);
}

static void release(struct build *build)
{
	strbuf_release(&build->source);
	free(build->object);
	free(build->module);
	free(build->init);
	free(build->count_path);
}

static int set_up(struct build *build, struct stage *stage)
{
	const char *flavour = stage->options->flavour;

	*build = (struct build){ .stage = stage, .source = STRBUF_INIT };
	build->object = store_build_dir(&stage->store, stage->target.name, flavour);
	if (!build->object)
		return stage_broken(stage, "no place for the build tree: see above");
	build->module = xstrfmt("%s.module", build->object);
	build->init = xstrfmt("%s.init", build->object);
	build->count_path = xstrfmt("%s.count", build->object);
	build->kbuild = (struct kbuild){
		.object = build->object,
		.ccache_dir = stage->store.ccache,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
		.on_line = count_line,
		.line_data = build,
	};
	remember_count(build, false);
	return 0;
}

static void conclude(struct stage *stage, const unsigned long compiled[SIDE_NR])
{
	bool both = guest_has_side(stage, SIDE_BEFORE);
	char *summary;

	if (both)
		summary = xstrfmt("%lu+%lu files", compiled[SIDE_BEFORE],
				  compiled[SIDE_AFTER]);
	else
		summary = xstrfmt("%lu files", compiled[SIDE_AFTER]);
	for (int side = 0; side < SIDE_NR; side++) {
		char *fact = xstrfmt("compiled-%s", side_name[side]);

		if (guest_has_side(stage, side))
			result_fact_json(&stage->result, fact,
					 json_integer((json_int_t)compiled[side]));
		free(fact);
	}
	result_set(&stage->result, VERDICT_PASS, summary, "%s", "");
	free(summary);
}

static void build_run(struct stage *stage)
{
	int first = guest_has_side(stage, SIDE_BEFORE) ? SIDE_BEFORE : SIDE_AFTER;
	unsigned long compiled[SIDE_NR] = { 0 };
	struct build build;
	int ret;

	if (guest_not_affected(stage))
		return;
	ret = set_up(&build, stage);
	for (int side = first; !ret && side < SIDE_NR; side++) {
		ret = build_side(&build, side);
		compiled[side] = build.compiled;
		if (!ret && side == first)
			remember_count(&build, true);
		/* what comes next in the same tree is a few files */
		if (compiled[side])
			build.expected = 0;
	}
	if (!ret)
		conclude(stage, compiled);
	release(&build);
}

const struct stage_type stage_build = {
	.name = "build",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Build a guest kernel of each target without the change and, in "
			"the same build tree, with it, and the module and init that "
			"test it; of a tree that carries the change, one kernel. Every "
			"option asked for in ci/kconfig/ must survive.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_BUILD,
	},
	.revision = 1,
	.inputs = build_inputs,
	.intact = build_intact,
	.run = build_run,
};
