// SPDX-License-Identifier: GPL-2.0-only
/* Names that come in from outside, see name.h */
#include "data/name.h"

#include "base/util.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define WORD LETTERS "0123456789"
#define LONGEST 1000

/* What a name may begin with and consist of; NULL for all that can be seen. */
static const struct kind {
	const char *is;
	const char *first;
	const char *rest;
	bool folders;
} kinds[] = {
	[NAME_FOLDER] = { "a target or a series", WORD "_", WORD "._+-", false },
	[NAME_PATCH] = { "a patch", WORD "._", WORD "._+-,=@%:/", false },
	[NAME_FILE] = { "a file of a kernel tree", WORD "._", WORD "._+-,=@%/", true },
	[NAME_PACKAGE] = { "a Debian package", WORD, WORD "+.-*?[]", false },
	[NAME_SUITE] = { "a suite", WORD, WORD "._/-", true },
	[NAME_BRANCH] = { "a branch", WORD "_", WORD "._+-,=@%/", true },
	[NAME_REVISION] = { "a revision", NULL, NULL, false },
	[NAME_URL] = { "a repository", WORD "/", NULL, false },
};

static bool is_visible(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name <= ' ' || *name == 0x7f)
			return false;
	return true;
}

/* Each part a name, none that leads elsewhere or is git's own. */
static bool are_folders(const char *name)
{
	for (;;) {
		size_t len = strcspn(name, "/");

		if (!len || (len == 1 && *name == '.') || (len == 2 && !strncmp(name, "..", 2)) ||
		    (len == 4 && !strncasecmp(name, ".git", 4)))
			return false;
		if (!name[len])
			return true;
		name += len + 1;
	}
}

static bool is_name(const struct kind *kind, const char *name)
{
	size_t len = strlen(name);

	if (!len || len > LONGEST || *name == '-')
		return false;
	if (kind->first && !strchr(kind->first, *name))
		return false;
	if (kind->rest ? name[strspn(name, kind->rest)] : !is_visible(name))
		return false;
	return !kind->folders || are_folders(name);
}

/* What cannot be seen does not belong on a terminal either. */
static char *shown(const char *name)
{
	char *copy = xstrndup(name, 80);

	for (char *c = copy; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	return copy;
}

int name_check(enum name_kind kind, const char *name, const char *where)
{
	char *text __free(free_text) = NULL;

	if (is_name(&kinds[kind], name))
		return 0;
	text = shown(name);
	return error("%s: '%s' cannot be the name of %s", where, text, kinds[kind].is);
}
