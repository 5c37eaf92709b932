// SPDX-License-Identifier: GPL-2.0-only
/* One side of a change, built, see side.h */
#include "build/side.h"

#include "base/folder.h"
#include "build/guest.h"
#include "build/initramfs.h"

/* The end of a log that tells why make stopped, in bytes. */
#define LOG_TAIL 4096

/* --- what it depends on ---------------------------------------------------- */

static int add_paths(struct digest *digest, const struct argv *paths)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < paths->nr; i++)
		ret = digest_add_path(digest, paths->v[i]);
	return ret;
}

static int kernel_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const tools[] = { "gcc", "ld", "make", NULL };
	struct argv paths __free(argv_release) = ARGV_INIT;

	digest_add_tools(digest, tools);
	digest_add_string(digest, "flavour", stage->options->flavour);
	if (sides_fragments(stage, stage->options->flavour, &paths, &paths))
		return -EIO;
	return add_paths(digest, &paths);
}

int sides_inputs(const struct stage *stage, struct digest *digest)
{
	char *module __free(free_text) = sides_guest_path(stage, "/module");
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = kernel_inputs(stage, digest);

	if (!ret)
		ret = guest_sources(stage, &paths);
	argv_push(&paths, module);
	return ret ? ret : add_paths(digest, &paths);
}

static int image_key(const struct stage *stage, enum side side, enum image image,
		     char key[DIGEST_HEX])
{
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add(&digest, "revision", &stage_build.revision,
		   sizeof(stage_build.revision));
	digest_add_string(&digest, "commit", side_commit(stage, side));
	ret = image == IMAGE_KERNEL ? kernel_inputs(stage, &digest) :
				      sides_inputs(stage, &digest);
	digest_final(&digest, key);
	return ret;
}

static bool image_is_current(const char *path, const char *key)
{
	char *key_path __free(free_text) = xstrfmt("%s.key", path);
	struct strbuf old __free(strbuf_release) = STRBUF_INIT;

	return !read_file(key_path, &old) && !strcmp(old.buf, key) && file_exists(path);
}

bool side_is_intact(const struct stage *stage, enum side side)
{
	for (enum image image = 0; image < IMAGE_NR; image++) {
		char *path __free(free_text) = side_image(stage, side, image);
		char key[DIGEST_HEX];

		if (!path || image_key(stage, side, image, key) || !image_is_current(path, key))
			return false;
	}
	return true;
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
	struct strbuf log __free(strbuf_release) = STRBUF_INIT;
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct strbuf how __free(strbuf_release) = STRBUF_INIT;
	const char *tail;

	(void)read_file(stage->log, &log);
	kbuild_first_error(log.buf, &line);
	child_describe(child, &how);
	tail = log.buf + (log.len > LOG_TAIL ? log.len - LOG_TAIL : 0);
	if (child->end == RUN_EXITED && build->side == SIDE_AFTER && !ours && line.len &&
	    !kbuild_lost(tail))
		return stage_fail(stage, "with the change: %s", line.buf);
	return stage_broken(stage, "%s the change: %s%s%s; see '%s'",
			    build->side == SIDE_AFTER ? "with" : "without", how.buf,
			    line.len ? ": " : "", line.buf, stage->log);
}

static int make(struct build *build, struct child *child, bool ours)
{
	int ret = child_run(child);

	if (ret)
		ret = judge_make(build, child, ours);
	child_release(child);
	return ret;
}

/* --- kernel ---------------------------------------------------------------- */

static int configure(struct build *build)
{
	struct stage *stage = build->stage;
	struct argv asked __free(argv_release) = ARGV_INIT;
	struct kbuild_fragments fragments = { .asked = &asked };
	struct kbuild_configured configured __free(kbuild_configured_release) =
		KBUILD_CONFIGURED_INIT;
	struct kbuild kbuild = build->kbuild;
	int ret;

	if (sides_fragments(stage, stage->options->flavour, &asked, &asked))
		return stage_broken(stage, "cannot list the configuration fragments: see above");
	stage_progress(stage, "configure");
	kbuild.commit = side_commit(stage, SIDE_BEFORE);
	ret = kbuild_configure(&kbuild, &fragments, &configured);
	if (ret > 0)
		return stage_broken(stage, "cannot configure the kernel: %s; see '%s'",
				    configured.stopped.buf, stage->log);
	if (ret)
		return stage_broken(stage, "cannot configure the kernel: see above and '%s'",
				    stage->log);
	if (configured.missing.len)
		return stage_broken(stage, "options did not survive olddefconfig: %s; fix ci/kconfig/, ci/guest/*/kconfig or '%s/'",
				    configured.missing.buf, stage->target.dir);
	return 0;
}

/* Source and configuration of the side, in the one build tree for both. */
static int get_ready(struct build *build)
{
	char *config __free(free_text) = xstrfmt("%s/.config", build->object);
	char *kept __free(free_text) = stage_path(build->stage, "config");
	struct stage *stage = build->stage;
	int ret;

	if (build->ready)
		return 0;
	if (store_checkout(&stage->store, stage->target.name,
			   side_commit(stage, build->side), &build->source))
		return stage_broken(stage, "cannot check the tree out: see above");
	build->kbuild.source = build->source.buf;
	ret = configure(build);
	/* also what did not survive is there to be looked at */
	if (file_exists(config) && copy_file(config, kept) && !ret)
		ret = stage_broken(stage, "cannot write '%s'", kept);
	build->ready = !ret;
	return ret;
}

static int make_kernel(struct build *build)
{
	struct child child;
	int ret;

	kbuild_child(&child, &build->kbuild, "bzImage", "modules", NULL);
	ret = make(build, &child, !side_exists(build->stage, SIDE_BEFORE));
	build->made = !ret;
	return ret;
}

static int make_kernel_image(struct build *build, const char *path)
{
	char *from __free(free_text) = xstrfmt("%s/arch/x86/boot/bzImage", build->object);
	int ret;

	if (get_ready(build) || make_kernel(build))
		return -1;
	ret = copy_file(from, path);
	return ret ? stage_broken(build->stage, "cannot keep '%s': %s", from,
				  strerror(-ret)) : 0;
}

/* --- module, initramfs -------------------------------------------------------- */

/* Of a kernel that an earlier run has made, the build tree may be gone or another. */
static int make_ready_for_modules(struct build *build)
{
	char *symbols __free(free_text) = xstrfmt("%s/Module.symvers", build->object);
	struct child child;

	if (build->made)
		return 0;
	if (!file_exists(symbols))
		return make_kernel(build);
	kbuild_child(&child, &build->kbuild, "modules_prepare", NULL);
	return make(build, &child, true);
}

/* The module is built beside the build tree, never in the project; not all series have one. */
static int copy_module(struct build *build, const char *from)
{
	struct argv files __free(argv_release) = ARGV_INIT;
	int ret = remove_tree(build->module);

	if (!ret)
		ret = mkdir_p(build->module);
	if (!ret && dir_exists(from))
		ret = folder_list(from, "*", &files);
	for (size_t i = 0; !ret && i < files.nr; i++) {
		char *to __free(free_text) = xstrfmt("%s/%s", build->module,
						     path_base(files.v[i]));

		ret = copy_file(files.v[i], to);
	}
	return ret ? stage_broken(build->stage, "cannot copy '%s' to '%s': %s", from,
				  build->module, strerror(-ret)) : 0;
}

static int make_module(struct build *build)
{
	char *from __free(free_text) = sides_guest_path(build->stage, "/module");
	struct child child;

	if (copy_module(build, from))
		return -1;
	if (!dir_exists(from))
		return 0;
	if (make_ready_for_modules(build))
		return -1;
	kbuild_child(&child, &build->kbuild, NULL);
	argv_pushf(&child.args, "M=%s", child_write(&child, build->module));
	argv_push(&child.args, "modules");
	return make(build, &child, true);
}

static int make_initramfs_image(struct build *build, const char *path)
{
	struct argv modules __free(argv_release) = ARGV_INIT;
	struct argv files __free(argv_release) = ARGV_INIT;

	if (get_ready(build) || make_module(build) ||
	    guest_make(build->stage, build->guest, &files))
		return -1;
	(void)folder_list(build->module, "*.ko", &modules);
	for (size_t i = 0; i < modules.nr; i++) {
		argv_push(&files, modules.v[i]);
		argv_pushf(&files, "lib/ferry/%s", path_base(modules.v[i]));
	}
	if (initramfs_write(path, &files))
		return stage_broken(build->stage, "cannot make the initramfs: see above");
	return 0;
}

/* --- a side ---------------------------------------------------------------- */

/* Without its key an image is one half made, or of anything. */
static int set_key(struct build *build, const char *path, const char *key)
{
	char *key_path __free(free_text) = xstrfmt("%s.key", path);
	int ret = key ? write_file_atomic(key_path, key, strlen(key)) :
			remove_tree(key_path);

	return ret ? stage_broken(build->stage, "cannot write '%s': %s", key_path,
				  strerror(-ret)) : 0;
}

static int update(struct build *build, enum image image)
{
	int (*const make_image)(struct build *build, const char *path) =
		image == IMAGE_KERNEL ? make_kernel_image : make_initramfs_image;
	char *path __free(free_text) = side_image(build->stage, build->side, image);
	char *fact __free(free_text) = side_image_fact(build->side, image);
	char key[DIGEST_HEX], hex[DIGEST_HEX] = "";

	if (!path || image_key(build->stage, build->side, image, key))
		return stage_broken(build->stage, "cannot read what the build depends on: see above");
	if (!image_is_current(path, key) &&
	    (set_key(build, path, NULL) || make_image(build, path) ||
	     set_key(build, path, key)))
		return -1;
	(void)digest_file(path, hex);
	result_fact(&build->stage->result, fact, hex);
	return 0;
}

int build_side(struct build *build, enum side side)
{
	build->side = side;
	build->ready = false;
	build->made = false;
	build->compiled = 0;
	return update(build, IMAGE_KERNEL) || update(build, IMAGE_INITRAMFS) ? -1 : 0;
}

int build_init(struct build *build, struct stage *stage)
{
	*build = (struct build){ .stage = stage, .source = STRBUF_INIT };
	build->object = sides_build_tree(stage, stage->options->flavour, &build->ccache);
	if (!build->object)
		return stage_broken(stage, "cannot make the build tree: see above");
	build->module = xstrfmt("%s.module", build->object);
	build->guest = xstrfmt("%s.guest", build->object);
	build->kbuild = (struct kbuild){
		.object = build->object,
		.ccache_dir = build->ccache,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
		.on_line = count_line,
		.line_data = build,
	};
	return 0;
}

void build_release(struct build *build)
{
	strbuf_release(&build->source);
	free(build->object);
	free(build->ccache);
	free(build->module);
	free(build->guest);
}
