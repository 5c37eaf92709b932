// SPDX-License-Identifier: GPL-2.0-only
/* Where a source of the user's own is, see place.h */
#include "data/place.h"

static bool has(const char *dir, const char *name)
{
	char *path __free(free_text) = xstrfmt("%s/%s", dir, name);

	return !access(path, F_OK);
}

static bool is_repository(const char *dir)
{
	return has(dir, ".git") || has(dir, "HEAD");
}

/* The last '@' with a folder that is there before it; else NULL. */
static const char *find_at(const char *word)
{
	for (const char *at = word + strlen(word); at-- > word;) {
		char *dir __free(free_text) = xstrndup(word, (size_t)(at - word));

		if (*at == '@' && dir_exists(dir))
			return at;
	}
	return NULL;
}

int place_parse(struct place *place, const char *word)
{
	const char *at = NULL, *last = strrchr(word, '@');
	bool folder = dir_exists(word), url = strstr(word, "://");

	if (!folder)
		at = find_at(word);
	/* in ssh://person@host it parts nothing */
	if (!folder && !at && last && (!url || !strchr(last, '/')))
		at = last;
	*place = (struct place){
		.dir = at ? xstrndup(word, (size_t)(at - word)) : xstrdup(word),
		.rev = at ? xstrdup(at + 1) : NULL,
	};
	if (!at && (url || (is_repository(word) && !has(word, "Kbuild"))))
		place->rev = xstrdup("HEAD");
	return url || dir_exists(place->dir) ? 0 : -1;
}

void place_release(struct place *place)
{
	free(place->dir);
	free(place->rev);
	*place = (struct place){ NULL };
}
