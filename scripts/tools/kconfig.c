// SPDX-License-Identifier: GPL-2.0-only
/* The .config of a build tree, see kbuild.h */
#include "tools/kbuild.h"

static int run_make(const struct kbuild *kbuild, const char *goal,
		    const char *config, struct strbuf *stopped)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct child child __free(child_release) = CHILD_INIT;
	int ret;

	kbuild_child(&child, kbuild, goal, NULL);
	argv_pushf(&child.args, "KCONFIG_CONFIG=%s", config);
	ret = child_run(&child);
	if (ret)
		child_describe(&child, ret > 0 ? stopped : &why);
	if (ret >= 0)
		return ret > 0;
	return error("make %s in '%s': %s; see '%s'", goal, kbuild->object, why.buf,
		     kbuild->log_path);
}

/* Appends all fragments to text. */
static int gather(const struct argv *fragments, struct strbuf *text)
{
	struct strbuf one __free(strbuf_release) = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; !ret && fragments && i < fragments->nr; i++) {
		ret = read_file(fragments->v[i], &one);
		if (ret)
			ret = error("cannot read '%s': %s", fragments->v[i],
				    strerror(-ret));
		strbuf_addf(text, "%s\n", one.buf);
	}
	return ret;
}

static int append(const char *path, const struct strbuf *text)
{
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file(path, &all);

	if (!ret) {
		strbuf_add(&all, text->buf, text->len);
		ret = write_file_atomic(path, all.buf, all.len);
	}
	if (ret)
		ret = error("cannot add to '%s': %s", path, strerror(-ret));
	return ret;
}

/*
 * Puts the new configuration in place, also where it is the same: make takes what it has
 * generated for current where that is newer, and tinyconfig may just have generated it.
 */
static int install(const char *made, const char *path, struct strbuf *config)
{
	int ret = read_file(made, config);

	if (!ret)
		ret = write_file_atomic(path, config->buf, config->len);
	return ret ? error("cannot write '%s': %s", path, strerror(-ret)) : 0;
}

static int make_config(const struct kbuild *kbuild,
		       const struct kbuild_fragments *fragments,
		       struct kbuild_configured *configured)
{
	char *path __free(free_text) = xstrfmt("%s/.config", kbuild->object);
	char *made __free(free_text) = xstrfmt("%s/.config.new", kbuild->object);
	struct strbuf asked __free(strbuf_release) = STRBUF_INIT;
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	struct strbuf config __free(strbuf_release) = STRBUF_INIT;
	int ret = gather(fragments->offered, &all);

	if (!ret)
		ret = gather(fragments->asked, &asked);
	strbuf_add(&all, asked.buf, asked.len);
	if (!ret)
		ret = run_make(kbuild, "tinyconfig", made, &configured->stopped);
	if (!ret)
		ret = append(made, &all);
	if (!ret)
		ret = run_make(kbuild, "olddefconfig", made, &configured->stopped);
	if (!ret)
		ret = install(made, path, &config);
	if (!ret)
		kbuild_missing(config.buf, asked.buf, &configured->missing);
	remove_tree(made);
	return ret;
}

/* --- only when it must ----------------------------------------------------------- */

static int add_paths(struct digest *digest, const char *what, const struct argv *paths)
{
	int ret = 0;

	digest_add_string(digest, "list", what);
	for (size_t i = 0; !ret && paths && i < paths->nr; i++)
		ret = digest_add_path(digest, paths->v[i]);
	return ret;
}

/* All that the configuration was made from, and what it came to. */
static int identify(const struct kbuild *kbuild,
		    const struct kbuild_fragments *fragments, char id[DIGEST_HEX])
{
	char *config __free(free_text) = xstrfmt("%s/.config", kbuild->object);
	char *version __free(free_text) = kbuild_version(kbuild->cc);
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add_string(&digest, "source", kbuild->commit);
	digest_add_string(&digest, "compiler", version);
	for (size_t i = 0; kbuild->variables && i < kbuild->variables->nr; i++)
		digest_add_string(&digest, "variable", kbuild->variables->v[i]);
	ret = add_paths(&digest, "offered", fragments->offered);
	if (!ret)
		ret = add_paths(&digest, "asked", fragments->asked);
	if (!ret)
		ret = file_exists(config) ? digest_add_path(&digest, config) : -ENOENT;
	digest_final(&digest, id);
	return ret;
}

static bool config_is_current(const struct kbuild *kbuild,
			      const struct kbuild_fragments *fragments,
			      const char *stamp, char id[DIGEST_HEX])
{
	struct strbuf kept __free(strbuf_release) = STRBUF_INIT;
	bool same = kbuild->commit && !read_file(stamp, &kept) &&
		    !identify(kbuild, fragments, id) && !strcmp(kept.buf, id);

	if (!same)
		*id = '\0';
	return same;
}

static int reconfigure(const struct kbuild *kbuild,
		       const struct kbuild_fragments *fragments,
		       const char *stamp, struct kbuild_configured *configured)
{
	int ret;

	(void)remove_tree(stamp);
	ret = make_config(kbuild, fragments, configured);
	if (ret || configured->missing.len)
		return ret;
	ret = identify(kbuild, fragments, configured->id);
	if (!ret)
		ret = write_file_atomic(stamp, configured->id, strlen(configured->id));
	return ret ? error("cannot write '%s': %s", stamp, strerror(-ret)) : 0;
}

int kbuild_configure(const struct kbuild *kbuild,
		     const struct kbuild_fragments *fragments,
		     struct kbuild_configured *configured)
{
	char *stamp __free(free_text) = xstrfmt("%s/.ferry-configured", kbuild->object);
	int ret = 0;

	if (!config_is_current(kbuild, fragments, stamp, configured->id))
		ret = reconfigure(kbuild, fragments, stamp, configured);
	return ret;
}

void kbuild_configured_release(struct kbuild_configured *configured)
{
	strbuf_release(&configured->missing);
	strbuf_release(&configured->stopped);
}

/* --- what was asked for and is not there --------------------------------------- */

/* The lines that set an option, each as "CONFIG_X=v", behind an empty line. */
static void add_options(const char *text, struct strbuf *out)
{
	static const char off[] = " is not set";
	const size_t skip = sizeof(off) - 1;
	const char *line;
	size_t len;

	strbuf_addch(out, '\n');
	while (next_line(&text, &line, &len)) {
		if (starts_with(line, "CONFIG_") && memchr(line, '=', len))
			strbuf_addf(out, "%.*s\n", (int)len, line);
		else if (starts_with(line, "# CONFIG_") && len > skip &&
			 !strncmp(line + len - skip, off, skip))
			strbuf_addf(out, "%.*s=n\n", (int)(len - skip - 2), line + 2);
	}
}

/* What follows the last "\nCONFIG_X=". */
static char *value_of(const char *options, const char *name)
{
	const char *value = NULL;

	while ((options = strstr(options, name)))
		value = options += strlen(name);
	return value ? xstrndup(value, strcspn(value, "\n")) : xstrdup("n");
}

void kbuild_missing(const char *config, const char *fragment,
		    struct strbuf *missing)
{
	struct strbuf asked __free(strbuf_release) = STRBUF_INIT;
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;

	add_options(fragment, &asked);
	add_options(config, &all);
	cursor = asked.buf + 1;
	while (next_line(&cursor, &line, &len)) {
		size_t n = strcspn(line, "=");

		char *name __free(free_text) = xstrfmt("\n%.*s=", (int)n, line);
		char *value __free(free_text) = xstrndup(line + n + 1, len - n - 1);
		char *last __free(free_text) = value_of(asked.buf, name);
		char *have __free(free_text) = value_of(all.buf, name);

		/* a later fragment may override an earlier one */
		if (!strcmp(last, value) && strcmp(have, value))
			strbuf_addf(missing, "%.*s: asked %s, is %s\n", (int)n, line,
				    value, have);
	}
}
