// SPDX-License-Identifier: GPL-2.0-only
/* One stage's outcome and its file, see result.h */
#include "data/result.h"

#include "base/strbuf.h"
#include "base/util.h"

static const char * const names[] = {
	[VERDICT_NONE] = "-",
	[VERDICT_PASS] = "PASS",
	[VERDICT_FAIL] = "FAIL",
	[VERDICT_SKIP] = "SKIP",
	[VERDICT_BROKEN] = "BROKEN",
	[VERDICT_NA] = "N/A",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

bool verdict_goes_on(enum verdict verdict)
{
	return verdict == VERDICT_PASS || verdict == VERDICT_NA;
}

static int verdict_parse(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -EINVAL;
}

void result_init(struct result *result)
{
	result->verdict = VERDICT_NONE;
	result->summary = xstrdup("");
	result->reason = xstrdup("");
	result->key = xstrdup("");
	result->seconds = 0;
	result->facts = json_object();
	if (!result->facts)
		die(EXIT_BROKEN, "out of memory");
}

void result_release(struct result *result)
{
	free(result->summary);
	free(result->reason);
	free(result->key);
	json_decref(result->facts);
	memset(result, 0, sizeof(*result));
}

static void replace(char **string, const char *value)
{
	char *copy = xstrdup(value);

	free(*string);
	*string = copy;
}

/* What a compiler or a guest printed need not be UTF-8, as JSON has to be. */
static void mend_text(char *text)
{
	size_t left = strlen(text);

	make_plain(text);

	while (left) {
		unsigned char first = (unsigned char)*text;
		size_t len = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
		json_t *good = len <= left ? json_stringn(text, len) : NULL;

		if (!good) {
			*text = '?';
			len = 1;
		}
		json_decref(good);
		text += len;
		left -= len;
	}
}

void result_set(struct result *result, enum verdict verdict, const char *summary,
		const char *reason, ...)
{
	char *text;
	va_list args;

	va_start(args, reason);
	if (vasprintf(&text, reason, args) < 0)
		die(EXIT_BROKEN, "out of memory");
	va_end(args);
	result->verdict = verdict;
	replace(&result->summary, summary);
	mend_text(result->summary);
	free(result->reason);
	result->reason = text;
	mend_text(result->reason);
}

void result_fact_json(struct result *result, const char *name, json_t *value)
{
	if (!value || json_object_set_new(result->facts, name, value))
		die(EXIT_BROKEN, "cannot keep the fact '%s': not UTF-8, or out of memory",
		    name);
}

json_t *json_text(const char *fmt, ...)
{
	char *text __free(free_text) = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		die(EXIT_BROKEN, "out of memory");
	va_end(args);
	mend_text(text);
	return json_string(text);
}

const char *json_get_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

void result_fact(struct result *result, const char *name, const char *value)
{
	result_fact_json(result, name, value ? json_text("%s", value) : json_null());
}

const char *result_get(const struct result *result, const char *name)
{
	return json_string_value(json_object_get(result->facts, name));
}

json_t *result_json(const struct result *result)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:f, s:O}",
				 "verdict", verdict_name(result->verdict),
				 "summary", result->summary,
				 "reason", result->reason,
				 "key", result->key,
				 "seconds", result->seconds,
				 "facts", result->facts);

	if (!json)
		die(EXIT_BROKEN, "a result cannot be written as JSON: '%s' is not UTF-8",
		    result->reason);
	return json;
}

int result_write(const struct result *result, const char *dir)
{
	char *path __free(free_text) = xstrfmt("%s/result", dir);
	json_auto_t *json = result_json(result);

	char *text __free(free_text) = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	char *lines __free(free_text) = xstrfmt("%s\n", text ? text : "");

	return text ? write_file_atomic(path, lines, strlen(lines)) : -ENOMEM;
}

static int from_json(struct result *result, json_t *json)
{
	const char *verdict, *summary, *reason, *key;
	int number = -EINVAL;
	double seconds;
	json_t *facts;

	if (!json_unpack(json, "{s:s, s:s, s:s, s:s, s:F, s:o}",
			 "verdict", &verdict, "summary", &summary,
			 "reason", &reason, "key", &key,
			 "seconds", &seconds, "facts", &facts) &&
	    json_is_object(facts))
		number = verdict_parse(verdict);
	if (number < 0)
		return number;
	result->verdict = (enum verdict)number;
	result->seconds = seconds;
	replace(&result->summary, summary);
	replace(&result->reason, reason);
	replace(&result->key, key);
	json_decref(result->facts);
	result->facts = json_incref(facts);
	return 0;
}

int result_read(struct result *result, const char *dir)
{
	char *path __free(free_text) = xstrfmt("%s/result", dir);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file(path, &text);
	json_auto_t *json = ret ? NULL : json_loadb(text.buf, text.len, 0, NULL);

	result_release(result);
	result_init(result);
	if (ret)
		return ret;
	return json ? from_json(result, json) : -EINVAL;
}
