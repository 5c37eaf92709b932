// SPDX-License-Identifier: GPL-2.0-only
/* One kernel branch, see target.h */
#include "data/target.h"

#include "base/folder.h"
#include "base/strbuf.h"

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

int target_open(struct target *target, const char *root, const char *name)
{
	*target = (struct target){ .conf = CONF_INIT };
	target->name = xstrdup(name);
	target->dir = xstrfmt("%s/stable/%s", root, name);
	target->path = xstrfmt("%s/target", target->dir);
	if (strchr(name, '/') || !file_exists(target->path))
		return no_such_target(root, name);
	if (conf_read(&target->conf, target->path))
		return -1;
	return conf_check_keys(&target->conf, target->path, known);
}

void target_release(struct target *target)
{
	free(target->name);
	free(target->dir);
	free(target->path);
	conf_release(&target->conf);
}
