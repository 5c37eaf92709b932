// SPDX-License-Identifier: GPL-2.0-only
/* What a tool said in an earlier run, see kept.h */
#include "check/kept.h"

bool kept_load(const char *path, const char *id, struct strbuf *said)
{
	size_t len = strlen(id);
	bool same = !read_file(path, said) && len && said->len > len &&
		    starts_with(said->buf, id) && said->buf[len] == '\n';

	if (same)
		strbuf_remove(said, 0, len + 1);
	else
		strbuf_reset(said);
	return same;
}

int kept_save(struct stage *stage, const char *path, const char *id,
	      const struct strbuf *said)
{
	char *folder __free(free_text) = xstrndup(path, (size_t)(path_base(path) - path));
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = *folder ? mkdir_p(folder) : 0;

	strbuf_addf(&text, "%s\n", id);
	strbuf_add(&text, said->buf, said->len);
	if (!ret)
		ret = write_file_atomic(path, text.buf, text.len);
	return ret ? stage_broken(stage, "cannot write '%s': %s", path, strerror(-ret)) : 0;
}
