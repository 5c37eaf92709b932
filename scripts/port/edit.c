// SPDX-License-Identifier: GPL-2.0-only
/* Changes to a text, see edit.h */
#include "port/edit.h"

void edits_add(struct edits *edits, size_t at, size_t len, char *text)
{
	size_t i = edits->nr;

	edits->v = grow_array(edits->v, edits->nr, &edits->alloc, sizeof(*edits->v));
	for (; i && edits->v[i - 1].at > at; i--)
		edits->v[i] = edits->v[i - 1];
	edits->v[i] = (struct edit){ at, len, text };
	edits->nr++;
}

void edits_release(struct edits *edits)
{
	for (size_t i = 0; i < edits->nr; i++)
		free(edits->v[i].text);
	free(edits->v);
	*edits = (struct edits)EDITS_INIT;
}

void edits_make(struct edits *edits, struct strbuf *text)
{
	struct strbuf made __free(strbuf_release) = STRBUF_INIT;
	size_t from = 0;

	for (size_t i = 0; i < edits->nr; i++) {
		const struct edit *edit = &edits->v[i];
		size_t end = edit->at + edit->len;

		if (edit->at > from)
			strbuf_add(&made, text->buf + from, edit->at - from);
		if (edit->text)
			strbuf_addstr(&made, edit->text);
		if (end > from)
			from = end;
	}
	strbuf_add(&made, text->buf + from, text->len - from);
	strbuf_reset(text);
	strbuf_add(text, made.buf, made.len);
	edits_release(edits);
}

size_t line_start(const struct strbuf *text, size_t at)
{
	while (at && text->buf[at - 1] != '\n')
		at--;
	return at;
}

size_t line_end(const struct strbuf *text, size_t at)
{
	while (at < text->len && text->buf[at] != '\n')
		at++;
	return at < text->len ? at + 1 : at;
}

bool is_blank_range(const struct strbuf *text, size_t from, size_t to)
{
	while (from < to && isspace((unsigned char)text->buf[from]))
		from++;
	return from >= to;
}
