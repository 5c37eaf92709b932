// SPDX-License-Identifier: GPL-2.0-only
/* One kernel branch, see target.h */
#include "data/target.h"

#include "base/folder.h"
#include "base/strbuf.h"
#include "data/name.h"

int target_names(const char *root, struct argv *names)
{
	char *dir __free(free_text) = xstrfmt("%s/stable", root);

	return folders_with(dir, "target", names);
}

static int no_such_target(const char *root, const char *name)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	struct argv names __free(argv_release) = ARGV_INIT;

	if (!target_names(root, &names)) {
		for (size_t i = 0; i < names.nr; i++)
			strbuf_addf(&list, " %s", names.v[i]);
		error("no target '%s': there are%s", name,
		      names.nr ? list.buf : " none in stable/");
	}
	return -1;
}

/* what each is for: target.h */
static const char * const known[] = {
	"target.name", "target.branch", "target.eol", "source.debian", "source.suite", "source.git",
	"source.base-commit", "source.min-version", "console.known", NULL,
};

static int check_names(const struct target *target)
{
	static const struct {
		const char *key;
		enum name_kind kind;
	} names[] = {
		{ "target.branch", NAME_BRANCH }, { "source.debian", NAME_PACKAGE },
		{ "source.suite", NAME_SUITE }, { "source.git", NAME_URL },
	};
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char **values;
		size_t nr = conf_get_all(&target->conf, names[i].key, &values);

		for (size_t k = 0; k < nr; k++)
			ret |= name_check(names[i].kind, values[k], target->path);
		free(values);
	}
	return ret;
}

int target_open(struct target *target, const char *root, const char *name)
{
	*target = (struct target){ .conf = CONF_INIT };
	target->name = xstrdup(name);
	target->dir = xstrfmt("%s/stable/%s", root, name);
	target->path = xstrfmt("%s/target", target->dir);
	if (!file_exists(target->path))
		return no_such_target(root, name);
	if (name_check(NAME_FOLDER, name, "stable/") ||
	    conf_read(&target->conf, target->path) ||
	    conf_check_keys(&target->conf, target->path, known))
		return -1;
	return check_names(target);
}

void target_release(struct target *target)
{
	free(target->name);
	free(target->dir);
	free(target->path);
	conf_release(&target->conf);
}
