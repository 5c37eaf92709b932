// SPDX-License-Identifier: GPL-2.0-only
/* ferry doctor: the tools, their versions, and what is missing */
#include "commands.h"
#include "data/options.h"
#include "data/requirements.h"
#include "data/result.h"
#include "process/run.h"

#include <glob.h>

static char *first_line(const struct strbuf *text)
{
	const char *cursor = text->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len))
		if (len)
			return xstrndup(line, len);
	return NULL;
}

/* What a command says of its own version; most know one of the two. */
static char *command_version(const char *command)
{
	static const char * const asks[] = { "--version", "-V" };
	char *version = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(asks) && !version; i++) {
		struct child child __free(child_release) = CHILD_INIT;
		int ret;

		argv_pushl(&child.args, command, asks[i], NULL);
		child.timeout = 20;
		ret = child_run(&child);
		if (child.end == RUN_NOT_STARTED)
			return NULL;
		if (!ret || i + 1 == ARRAY_SIZE(asks))
			version = first_line(child.out.len ? &child.out : &child.err);
	}
	return version ? version : xstrdup("(version unknown)");
}

static char *file_version(const struct requirement *one)
{
	struct child child __free(child_release) = CHILD_INIT;
	glob_t found = { 0 };
	char *version = NULL;

	if (!glob(one->what, 0, NULL, &found)) {
		argv_pushl(&child.args, "dpkg-query", "--show",
			   "--showformat=${Version}", one->package, NULL);
		if (!child_run(&child) && child.out.len)
			version = xstrdup(child.out.buf);
		else
			version = xstrdup("installed");
	}
	globfree(&found);
	return version;
}

static bool needed(const struct requirement *one)
{
	return !strcmp(one->when, "build") || !strcmp(one->when, "run");
}

static void print_text(const struct requirements *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		const struct requirement *one = &list->v[i];

		if (one->version)
			printf("  %-28s %s\n", one->what, one->version);
		else
			printf("  %-28s MISSING (%s): apt-get install %s (%s)\n",
			       one->what, one->when, one->package, one->why);
	}
}

static void print_json(const struct requirements *list)
{
	json_auto_t *json = json_array();

	for (size_t i = 0; i < list->nr; i++) {
		const struct requirement *one = &list->v[i];

		json_array_append_new(json, json_pack("{s:s, s:s, s:s, s:s, s:s?}",
						      "what", one->what,
						      "package", one->package,
						      "when", one->when,
						      "why", one->why,
						      "version", one->version));
	}
	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
}

static const struct command_help help = {
	.arguments = "",
	.text = "List the tools that ferry uses with their versions, and for each "
		"missing one the package that provides it. Exit status 4 if a tool "
		"needed to build or run is missing.",
	.groups = 0,
};

int cmd_doctor(int argc, char **argv)
{
	struct requirements list __free(requirements_release) = REQUIREMENTS_INIT;
	struct options options __free(options_release);
	unsigned int missing = 0;

	options_read(&options, &help, argc, argv);
	if (requirements_read(&list, options.root))
		return EXIT_BROKEN;
	for (size_t i = 0; i < list.nr; i++) {
		struct requirement *one = &list.v[i];

		one->version = one->what[0] == '/' ? file_version(one) :
						     command_version(one->what);
		missing += !one->version && needed(one);
	}
	if (options.json)
		print_json(&list);
	else
		print_text(&list);
	if (missing)
		error("required tools missing: %u, see above", missing);
	return missing ? EXIT_BROKEN : EXIT_PASS;
}
