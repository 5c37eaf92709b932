// SPDX-License-Identifier: GPL-2.0-only
/* Addresses of mails, see address.h */
#include "tools/address.h"

#include <jansson.h>

/* --- what a person wrote ---------------------------------------------------- */

static bool is_utf8(const char *text)
{
	json_t *json = json_string(text);

	json_decref(json);
	return !!json;
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

/* One word with one '@', something before and behind it, nothing odd. */
static bool is_addr_spec(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);

	if (!at || at == text || at == text + len - 1)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c <= ' ' || c >= 0x7f || strchr("<>()[],;:\\\"", c) ||
		    (c == '@' && text + i != at))
			return false;
	}
	return true;
}

/* git drops these from both ends of a name; so that it stays the same name
 * everywhere in a mail, they are dropped here already.
 */
static void trim_name(struct strbuf *name)
{
	static const char dropped[] = " .,:;\"\\'";
	size_t begin = strspn(name->buf, dropped);

	strbuf_remove(name, 0, begin);
	while (name->len && strchr(dropped, name->buf[name->len - 1]))
		strbuf_setlen(name, name->len - 1);
}

/* git am puts the address in the place of a longer name. */
#define NAME_MAX_BYTES 60

int address_read(const char *text, char **name, char **email)
{
	const char *open = strchr(text, '<');
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	size_t len;

	if (!open || !ends_with(text, ">") || !is_utf8(text) || has_control(text))
		return -1;
	len = strlen(open) - 2;
	strbuf_add(&words, text, (size_t)(open - text));
	trim_name(&words);
	if (!words.len || words.len > NAME_MAX_BYTES || strchr(words.buf, '>') ||
	    !is_addr_spec(open + 1, len))
		return -1;
	*name = strbuf_detach(&words);
	*email = xstrndup(open + 1, len);
	return 0;
}

char *message_id_read(const char *text)
{
	size_t len = strlen(text);

	if (*text == '<') {
		if (len < 2 || text[len - 1] != '>')
			return NULL;
		text++;
		len -= 2;
	}
	return is_addr_spec(text, len) ? xstrndup(text, len) : NULL;
}

/* --- headers ---------------------------------------------------------------- */

bool is_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

/* RFC 2047: at most 75 bytes a word, and no letter split between two. */
static void add_encoded(struct strbuf *out, const char *text, size_t len)
{
	static const char begin[] = "=?UTF-8?q?", end[] = "?=";
	size_t used = 0;

	strbuf_addstr(out, begin);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool first = (c & 0xc0) != 0x80;

		/* a letter may still need four times three bytes */
		if (first && used > 75 - sizeof(begin) - sizeof(end) - 12) {
			strbuf_addf(out, "%s\n %s", end, begin);
			used = 0;
		}
		if (isalnum(c)) {
			strbuf_addch(out, c);
			used++;
		} else {
			strbuf_addf(out, "=%02X", c);
			used += 3;
		}
	}
	strbuf_addstr(out, end);
}

void address_add(struct strbuf *out, const char *address)
{
	const char *open = strrchr(address, '<');
	struct strbuf name __free(strbuf_release) = STRBUF_INIT;

	strbuf_add(&name, address, open ? (size_t)(open - address) : 0);
	strbuf_trim(&name);
	if (is_ascii(name.buf, name.len)) {
		strbuf_addstr(out, address);
		return;
	}
	if (name.len > 1 && name.buf[0] == '"' && ends_with(name.buf, "\"")) {
		strbuf_setlen(&name, name.len - 1);
		strbuf_remove(&name, 0, 1);
	}
	add_encoded(out, name.buf, name.len);
	strbuf_addf(out, " %s", open);
}
