// SPDX-License-Identifier: GPL-2.0-only
/* A repository for one port that is kept nowhere, see attempt.h */
#include "port/attempt.h"

static int read_store(struct attempt *attempt)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = NULL;

	if (store_open(&attempt->store))
		return -1;
	strbuf_addf(&line, "%s/objects\n", attempt->store.repository);
	return scratch_file(&attempt->scratch, "store.git/objects/info/alternates", &line, &path);
}

int attempt_begin(struct attempt *attempt)
{
	if (scratch_make(&attempt->scratch))
		return -1;
	attempt->repository = xstrfmt("%s/store.git", attempt->scratch.dir);
	attempt->index = xstrfmt("%s/index", attempt->scratch.dir);
	attempt->git = (struct git){
		.dir = attempt->repository, .kind = GIT_BARE, .index = attempt->index,
	};
	return git_store_open(attempt->repository) || read_store(attempt) ? -1 : 0;
}

int attempt_borrow(struct attempt *attempt, const char *dir)
{
	if (store_borrow(dir, &attempt->objects))
		return -1;
	attempt->git.borrow = attempt->objects.buf;
	return 0;
}

void attempt_end(struct attempt *attempt)
{
	store_release(&attempt->store);
	scratch_remove(&attempt->scratch);
	strbuf_release(&attempt->objects);
	free(attempt->repository);
	free(attempt->index);
}
