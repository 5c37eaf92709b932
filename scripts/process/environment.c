// SPDX-License-Identifier: GPL-2.0-only
/* The environment that children are born with. */
#include "process/spawn.h"

#include <fnmatch.h>
#include <pwd.h>

/*
 * What a person has set for work of another kind, and what can only break what
 * runs here or silently change it. A child that needs one gets it in its env.
 */
static const char * const scrubbed[] = {
	/* interpreters: python is in spatch, b4 and apt, perl in checkpatch.pl */
	"PYTHON*", "PERL5*", "PERLLIB", "BASH_ENV", "CDPATH", "COCCINELLE_HOME",
	/* make and kbuild */
	"MAKE*", "MFLAGS", "GNUMAKEFLAGS", "KBUILD_*", "KCONFIG_*", "K*FLAGS", "ARCH",
	"SUBARCH", "CROSS_COMPILE*", "LLVM*", "LOCALVERSION", "INSTALL_*",
	"C", "CF", "CHECK", "M", "O", "V", "W",
	/* compilers */
	"CC", "CPP", "CXX", "LD", "AFLAGS*", "CFLAGS*", "CPPFLAGS*", "LDFLAGS*",
	"HOSTCC", "HOSTCXX", "HOSTLD*", "HOST*FLAGS", "CCACHE_*", "CPATH",
	"C_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX",
	/* git, but for how it reaches a server */
	"GIT_*",
};

static const char * const kept[] = {
	"GIT_SSH*", "GIT_SSL_*", "GIT_PROXY_*", "GIT_HTTP_*", "GIT_ASKPASS",
	"GIT_ALLOW_PROTOCOL",
};

static bool matches(const char *name, const char * const *patterns, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!fnmatch(patterns[i], name, 0))
			return true;
	return false;
}

static bool is_scrubbed(const char *entry)
{
	char *name __free(free_text) = xstrndup(entry, strcspn(entry, "="));

	return matches(name, scrubbed, ARRAY_SIZE(scrubbed)) &&
	       !matches(name, kept, ARRAY_SIZE(kept));
}

/* is "NAME=value" superseded: set or unset in @changes from number @from on? */
static bool is_changed(const char *entry, const struct argv *changes, size_t from)
{
	for (size_t i = from; i < changes->nr; i++) {
		size_t len = strcspn(changes->v[i], "=");

		if (!strncmp(entry, changes->v[i], len) && entry[len] == '=')
			return true;
	}
	return false;
}

void make_env(const struct child *child, const char *tmp, struct argv *env)
{
	struct argv changes __free(argv_release) = ARGV_INIT;

	if (tmp)
		argv_pushf(&changes, "TMPDIR=%s", tmp);
	if (tmp && child->secluded)
		argv_pushf(&changes, "HOME=%s", tmp);
	argv_pushv(&changes, child->env.v);
	for (char **entry = environ; entry && *entry; entry++)
		if (!is_scrubbed(*entry) && !is_changed(*entry, &changes, 0))
			argv_push(env, *entry);
	for (size_t i = 0; i < changes.nr; i++)
		if (strchr(changes.v[i], '=') &&
		    !is_changed(changes.v[i], &changes, i + 1))
			argv_push(env, changes.v[i]);
}

void run_ensure_home(void)
{
	const char *home = getenv("HOME");
	struct passwd *person = home && *home ? NULL : getpwuid(getuid());

	if (person)
		setenv("HOME", person->pw_dir, 1);
}
