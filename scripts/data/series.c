// SPDX-License-Identifier: GPL-2.0-only
/* One change to carry, see series.h */
#include "data/series.h"

#include "base/file.h"
#include "base/folder.h"
#include "data/name.h"

int series_names(const char *root, struct argv *names)
{
	char *dir __free(free_text) = xstrfmt("%s/patches", root);
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (folders_with(dir, "info", names) || folder_list(dir, "*", &paths))
		return -1;
	for (size_t i = 0; i < paths.nr; i++)
		if (dir_exists(paths.v[i]) && !argv_has(names, path_base(paths.v[i])))
			return error("'%s' has no file 'info': write what the series is there, or remove the folder",
				     paths.v[i]);
	return 0;
}

/* what each is for: series.h */
static const char * const known[] = {
	"series.name", "series.title", "series.cve", "series.change-id", "series.date", "series.file",
	"series.fixes", "series.stable", "series.never",
	"series.watch", "series.residue", "series.sign", "mainline.commit", "mainline.author",
	"mainline.since", "mainline.link", "chain.*.title", "chain.*.verdict",
	"chain.*.reason", "judge.difference", "shape.*.verdict", "shape.*.title",
	"shape.*.hits", "shape.*.fixes", "shape.*.optional", "rule.*.note", NULL,
};

/* Without these a gate would pass by saying nothing. */
static int check_info(const struct series *series)
{
	static const char * const needed[] = { "file", "watch", "residue" };
	size_t nr = series_by_rule(series) ? ARRAY_SIZE(needed) : 1;

	for (size_t i = 0; i < nr; i++) {
		char *key __free(free_text) = xstrfmt("series.%s", needed[i]);

		if (!conf_get(&series->info, key))
			return error("'%s' has no '%s' in [series]: scripts/data/series.h says what it is",
				     series->info_path, needed[i]);
	}
	return 0;
}

static int check_files(const struct series *series)
{
	const char **files;
	size_t nr = series_files(series, &files);
	int ret = 0;

	for (size_t i = 0; i < nr; i++)
		ret |= name_check(NAME_FILE, files[i], series->info_path);
	free(files);
	return ret;
}

static int check_scripts(const struct series *series)
{
	static const char * const needed[] = { "shape.cocci", "port.cocci", "lint.cocci" };

	for (size_t i = 0; series_by_rule(series) && i < ARRAY_SIZE(needed); i++) {
		char *path __free(free_text) = series_script(series, needed[i]);

		if (!file_exists(path))
			return error("'%s' is missing: write it, or remove the folder of a series that has curated patches only",
				     path);
	}
	return 0;
}

int series_open(struct series *series, const char *root, const char *name)
{
	*series = (struct series){ .info = CONF_INIT };
	series->name = xstrdup(name);
	if (name_check(NAME_FOLDER, name, "patches/"))
		return -1;
	series->semantic = xstrfmt("%s/semantic/%s", root, name);
	series->info_path = xstrfmt("%s/patches/%s/info", root, name);
	if (!file_exists(series->info_path))
		return error("no series '%s': '%s' is missing", name,
			     series->info_path);
	if (conf_read(&series->info, series->info_path) ||
	    conf_check_keys(&series->info, series->info_path, known) ||
	    check_info(series) || check_files(series) || check_scripts(series))
		return -1;
	return 0;
}

void series_release(struct series *series)
{
	free(series->name);
	free(series->semantic);
	free(series->info_path);
	conf_release(&series->info);
}

char *series_script(const struct series *series, const char *name)
{
	return xstrfmt("%s/%s", series->semantic, name);
}

bool series_by_rule(const struct series *series)
{
	return dir_exists(series->semantic);
}

int series_need_rules(const struct series *series)
{
	if (series_by_rule(series))
		return 0;
	return error("series '%s' has no '%s/port.cocci', only patches of targets: name a TARGET",
		     series->name, series->semantic);
}

size_t series_files(const struct series *series, const char ***files)
{
	return conf_get_all(&series->info, "series.file", files);
}

const char *series_file(const struct series *series)
{
	const char **files;
	size_t nr = series_files(series, &files);
	const char *first = nr ? files[0] : NULL;

	free(files);
	return first;
}

/* The shapes of series without shape.cocci. */
static const struct patch_shape {
	const char *name;
	const char *title;
	enum shape_verdict verdict;
} patch_shapes[] = {
	{ "open", "without the change", SHAPE_PORT },
	{ "carried", "with the change", SHAPE_CARRIED },
};

const char *series_shape_of_patches(bool carried)
{
	return patch_shapes[carried].name;
}

static const struct patch_shape *patch_shape(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(patch_shapes); i++)
		if (!strcmp(patch_shapes[i].name, name))
			return &patch_shapes[i];
	return NULL;
}

static const char *shape_value(const struct series *series, const char *shape,
			       const char *name)
{
	char *key __free(free_text) = xstrfmt("shape.%s.%s", shape, name);

	return conf_get(&series->info, key);
}

enum shape_verdict series_shape_verdict(const struct series *series,
					const char *shape)
{
	const char *verdict = shape_value(series, shape, "verdict");

	if (!series_by_rule(series))
		return patch_shape(shape) ? patch_shape(shape)->verdict : SHAPE_REFUSED;
	if (!verdict)
		return SHAPE_REFUSED;
	if (!strcmp(verdict, "port"))
		return SHAPE_PORT;
	if (!strcmp(verdict, "carried"))
		return SHAPE_CARRIED;
	if (!strcmp(verdict, "unaffected"))
		return SHAPE_UNAFFECTED;
	return SHAPE_REFUSED;
}

const char *series_shape_title(const struct series *series, const char *shape)
{
	const char *title = shape_value(series, shape, "title");

	if (title || series_by_rule(series))
		return title;
	return patch_shape(shape) ? patch_shape(shape)->title : NULL;
}

const char *series_shape_optional(const struct series *series, const char *shape)
{
	return shape_value(series, shape, "optional");
}

size_t series_shape_values(const struct series *series, const char *shape,
			   const char *name, const char ***values)
{
	char *key __free(free_text) = xstrfmt("shape.%s.%s", shape, name);

	return conf_get_all(&series->info, key, values);
}

static void add_chain(const struct series *series, const char *commit,
		      struct strbuf *out)
{
	char *title_key __free(free_text) = xstrfmt("chain.%s.title", commit);
	char *reason_key __free(free_text) = xstrfmt("chain.%s.reason", commit);
	const char *title = conf_get(&series->info, title_key);
	const char *reason = conf_get(&series->info, reason_key);

	if (title && reason)
		strbuf_addf(out, "; %s (%s): %s", commit, title, reason);
}

void series_chain(const struct series *series, const char *text,
		  struct strbuf *out)
{
	static const char mark[] = "needs ";

	for (text = strstr(text, mark); text; text = strstr(text, mark)) {
		char *commit __free(free_text) = NULL;

		text += sizeof(mark) - 1;
		commit = xstrndup(text, strspn(text, "0123456789abcdef"));
		add_chain(series, commit, out);
	}
}
