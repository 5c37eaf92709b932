// SPDX-License-Identifier: GPL-2.0-only
/* What the harnesses share, see fuzz.h */
#include "fuzz.h"

#include "base/scratch.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

/* As long as it is: a buffer that could grow would hide what reads beyond. */
static struct strbuf exactly(const void *data, size_t len)
{
	struct strbuf text = { .buf = xmalloc(len + 1), .len = len, .alloc = len + 1 };

	memcpy(text.buf, data, len);
	text.buf[len] = '\0';
	return text;
}

struct strbuf fuzz_part(const struct strbuf *text, unsigned int nr)
{
	static const char mark[] = "%%\n";
	const char *begin = text->buf, *end = begin + text->len, *next;

	for (; nr; nr--) {
		next = memmem(begin, (size_t)(end - begin), mark, strlen(mark));
		begin = next ? next + strlen(mark) : end;
	}
	next = memmem(begin, (size_t)(end - begin), mark, strlen(mark));
	return exactly(begin, (size_t)((next ? next : end) - begin));
}

static struct scratch scratch;

static void remove_root(void)
{
	scratch_remove(&scratch);
}

const char *fuzz_root(void)
{
	if (!scratch.dir) {
		if (scratch_make(&scratch))
			abort();
		atexit(remove_root);
	}
	return scratch.dir;
}

char *fuzz_file(const char *name, const struct strbuf *text)
{
	char *path = xstrfmt("%s/%s", fuzz_root(), name);
	char *dir __free(free_text) = xstrndup(path, (size_t)(path_base(path) - path));
	FILE *file;

	(void)mkdir_p(dir);
	file = fopen(path, "we");
	if (!file || fwrite(text->buf, 1, text->len, file) != text->len || fclose(file))
		abort();
	return path;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct strbuf text __free(strbuf_release) = exactly(data, len);

	fuzz(&text);
	return 0;
}
