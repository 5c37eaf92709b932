// SPDX-License-Identifier: GPL-2.0-only
/* Which tests fail on a kernel, see failed.h */
#include "boot/failed.h"

static unsigned int line_of(const char *text, const char *at)
{
	unsigned int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* The test that ran when the kernel complained: the first that ends after that. */
static const char *test_at(const struct boot *boot, unsigned int line)
{
	struct strbuf console __free(strbuf_release) = STRBUF_INIT;
	const char **names, *found = NULL;
	size_t nr = scenario_tests(boot->scenario, &names);

	(void)read_file(boot->console, &console);
	for (size_t i = 0; !found && i < nr; i++) {
		char *mark __free(free_text) = xstrfmt("ferry: %s ends", names[i]);
		const char *end = strstr(console.buf, mark);

		if (!end || line_of(console.buf, end) > line)
			found = names[i];
	}
	if (!found && nr)
		found = names[nr - 1];
	free(names);
	return found;
}

static void add(json_t *list, const struct boot *boot, const char *test, const char *words)
{
	json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "test", test, "boot",
					      boot->scenario->name, "words",
					      json_text("%s", words)));
}

static void add_boot(json_t *list, const struct boot *boot)
{
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);
	const char *test = boot->counted ? test_at(boot, boot->counted->line) : NULL;

	for (size_t i = 0; i < nr; i++) {
		const struct ktap_test *one = ktap_find(&boot->ktap, names[i]);

		if (one && one->result == KTAP_NOT_OK &&
		    !(one->reason && starts_with(one->reason, TEST_NOT_RUN)))
			add(list, boot, names[i], one->reason ? one->reason : "no reason given");
	}
	if (test)
		add(list, boot, test, boot->counted->title);
	free(names);
}

json_t *boots_failed(const struct boots *boots)
{
	json_t *list = json_array();

	for (size_t i = 0; i < boots->nr; i++)
		if (boots->v[i].side == SIDE_AFTER)
			add_boot(list, &boots->v[i]);
	return list;
}
