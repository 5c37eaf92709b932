// SPDX-License-Identifier: GPL-2.0-only
/* The compilers of ci/compilers, see compilers.h */
#include "check/compilers.h"

#include "base/pattern.h"
#include "data/conf.h"

char *compilers_path(const char *root)
{
	return xstrfmt("%s/ci/compilers", root);
}

/* --- what a file may say ----------------------------------------------------- */

/* neither empty nor an option nor a hidden file */
#define WORD "^[A-Za-z0-9_+][A-Za-z0-9_+.-]*$"

/* What a value must look like, in which words it is refused that does not, and
 * whether there must be exactly one.
 */
static struct setting {
	const char *name;
	struct pattern pattern;
	const char *wrong;
	bool once;
} settings[] = {
	{ "arch", { .text = "^[a-z0-9_]+$" }, "is not the name of an architecture", true },
	{ "cc", { .text = WORD }, "is not one word", true },
	{ "guest-kconfig", { .text = "^(required|offered)$" },
	  "is neither 'required' nor 'offered'", true },
	{ "kconfig", { .text = WORD }, "is not one word", false },
	{ "make", { .text = "^[A-Z0-9_]+=" }, "is not a variable for make, NAME=VALUE", false },
	{ "needs", { .text = WORD }, "is not one word", false },
	{ "sparse", { .text = "^yes$" }, "is not 'yes': leave it out", false },
};

/* variables that ferry gives make itself */
static struct pattern own = {
	.text = "^(ARCH|C|CC|CF|CHECK|HOSTCC|KBUILD_OUTPUT|KCONFIG_CONFIG|M|MAKEFLAGS|O|V|W)=",
};

static bool matches(struct pattern *pattern, const char *text)
{
	size_t start;

	return pattern_find(pattern, text, &start);
}

/* What is wrong with a value; NULL if nothing is. */
static const char *find_wrong(struct setting *setting, const char *value)
{
	if (!matches(&setting->pattern, value))
		return setting->wrong;
	if (!strcmp(setting->name, "make") && matches(&own, value))
		return "is a variable that ferry sets itself";
	return NULL;
}

/* --- reading ------------------------------------------------------------------ */

struct reading {
	const char *path;
	const struct conf *conf;
	struct strbuf *why;
};

static int refuse(const struct reading *reading, const char *fmt, ...)
	__printf(2, 3);

static int refuse(const struct reading *reading, const char *fmt, ...)
{
	va_list args;

	strbuf_reset(reading->why);
	strbuf_addf(reading->why, "'%s': ", reading->path);
	va_start(args, fmt);
	strbuf_vaddf(reading->why, fmt, args);
	va_end(args);
	return -1;
}

static int check_entry(const char *key, const char *value, void *data)
{
	const struct reading *reading = data;
	const char *last = strrchr(key, '.') + 1;

	if (!starts_with(key, "compiler.") || last - key <= (ptrdiff_t)strlen("compiler."))
		return refuse(reading, "'%s' is not in a section [compiler \"NAME\"]: see the top of the file",
			     key);
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const char *wrong;

		if (strcmp(settings[i].name, last))
			continue;
		wrong = find_wrong(&settings[i], value);
		if (wrong)
			return refuse(reading, "'%s', the value of %s, %s: see the top of the file",
			     value, key, wrong);
		return 0;
	}
	return refuse(reading, "'%s' is not a setting of a compiler: see the top of the file",
			     key);
}

static size_t get_all(const struct reading *reading, const char *name,
		      const char *setting, const char ***values)
{
	char *key __free(free_text) = xstrfmt("compiler.%s.%s", name, setting);

	return conf_get_all(reading->conf, key, values);
}

static int check_section(const struct reading *reading, const char *name)
{
	static struct pattern word = { .text = WORD };

	if (!matches(&word, name))
		return refuse(reading, "'%s' cannot name a compiler and its build tree: use letters, digits and dashes",
			     name);
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const char **values;
		size_t nr = get_all(reading, name, settings[i].name, &values);

		free(values);
		if (settings[i].once && nr != 1)
			return refuse(reading, "compiler '%s' has '%s' %zu times instead of once: see the top of the file",
			     name, settings[i].name, nr);
	}
	return 0;
}

static void add_values(const struct reading *reading, const char *name,
		       const char *setting, const char *before,
		       const char *after, struct argv *to)
{
	const char **values;
	size_t nr = get_all(reading, name, setting, &values);

	for (size_t i = 0; i < nr; i++)
		argv_pushf(to, "%s%s%s", before, values[i], after);
	free(values);
}

static int add_compiler(struct compilers *list, const struct reading *reading,
			const char *root, const char *name)
{
	char *kconfig __free(free_text) = xstrfmt("%s/ci/kconfig/", root);
	struct argv guest __free(argv_release) = ARGV_INIT;
	struct argv sparse __free(argv_release) = ARGV_INIT;
	struct compiler *one;
	int ret = 0;

	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	one = &list->v[list->nr++];
	*one = (struct compiler){
		.name = xstrdup(name),
		.variables = ARGV_INIT, .needs = ARGV_INIT, .fragments = ARGV_INIT,
	};
	add_values(reading, name, "arch", "ARCH=", "", &one->variables);
	add_values(reading, name, "make", "", "", &one->variables);
	add_values(reading, name, "cc", "", "", &one->needs);
	add_values(reading, name, "needs", "", "", &one->needs);
	add_values(reading, name, "kconfig", kconfig, ".config", &one->fragments);
	add_values(reading, name, "guest-kconfig", "", "", &guest);
	add_values(reading, name, "sparse", "", "", &sparse);
	one->sparse = sparse.nr;
	if (one->sparse)
		argv_push(&one->needs, "sparse");
	one->cc = xstrdup(one->needs.v[0]);
	one->guest_required = argv_has(&guest, "required");
	for (size_t i = 0; !ret && i < one->fragments.nr; i++)
		if (!file_exists(one->fragments.v[i]))
			ret = refuse(reading, "compiler '%s' names '%s', which does not exist",
				     name, one->fragments.v[i]);
	return ret;
}

int compilers_read(struct compilers *list, const char *root, struct strbuf *why)
{
	char *path __free(free_text) = compilers_path(root);
	struct conf conf __free(conf_release) = CONF_INIT;
	struct reading reading = { .path = path, .conf = &conf, .why = why };
	struct argv names __free(argv_release) = ARGV_INIT;
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	int ret = conf_try(&conf, path, &said);

	if (ret)
		ret = refuse(&reading, "%s", said.buf);
	if (!ret)
		ret = conf_each(&conf, check_entry, &reading);
	if (!ret && !conf_subsections(&conf, "compiler", &names))
		ret = refuse(&reading, "no compiler: add [compiler \"NAME\"]");
	for (size_t i = 0; !ret && i < names.nr; i++) {
		ret = check_section(&reading, names.v[i]);
		if (!ret)
			ret = add_compiler(list, &reading, root, names.v[i]);
	}
	return ret;
}

static void release_from(struct compilers *list, size_t first)
{
	for (size_t i = first; i < list->nr; i++) {
		struct compiler *one = &list->v[i];

		free(one->name);
		free(one->cc);
		argv_release(&one->variables);
		argv_release(&one->needs);
		argv_release(&one->fragments);
	}
}

void compilers_keep_first(struct compilers *list)
{
	release_from(list, 1);
	list->nr = list->nr ? 1 : 0;
}

void compilers_release(struct compilers *list)
{
	release_from(list, 0);
	free(list->v);
	*list = (struct compilers)COMPILERS_INIT;
}

const char *compiler_lacks(const struct compiler *compiler)
{
	for (size_t i = 0; i < compiler->needs.nr; i++)
		if (!program_exists(compiler->needs.v[i]))
			return compiler->needs.v[i];
	return NULL;
}

void compiler_identify(const struct compiler *compiler, struct digest *digest)
{
	const char * const tools[] = { compiler->cc, compiler->sparse ? "sparse" : NULL, NULL };

	digest_add_tools(digest, tools);
}
