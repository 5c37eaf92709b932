// SPDX-License-Identifier: GPL-2.0-only
/* The environment that children are born with. */
#include "process/spawn.h"

#include <fnmatch.h>
#include <pwd.h>

/*
 * What of ours a child gets. All else can only break what runs here, or silently change
 * it; a child that needs more gets it in its env.
 */
static const char * const for_all[] = { "PATH" };

/* How a person reaches servers. */
static const char * const for_network[] = {
	"HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "SSH_ASKPASS*", "DISPLAY", "XAUTHORITY",
	"WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "KRB5*", "APT_CONFIG",
	"http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy",
	"HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
	"CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
	"GIT_SSH*", "GIT_SSL_*", "GIT_PROXY_*", "GIT_HTTP_*", "GIT_ASKPASS",
	"GIT_ALLOW_PROTOCOL",
};

/*
 * What each child has besides, unless it asks for another value. The GIT_DIR can
 * not exist: checkpatch.pl asks git whenever it does.
 */
static const char * const always[] = {
	"LC_ALL=C", "GIT_DIR=/dev/null/git", "GIT_CONFIG_NOSYSTEM=1",
	"GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1", "GIT_NO_REPLACE_OBJECTS=1",
};

static bool matches(const char *name, const char * const *patterns, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!fnmatch(patterns[i], name, 0))
			return true;
	return false;
}

static bool is_passed(const char *entry, enum run_as as)
{
	char *name __free(free_text) = xstrndup(entry, strcspn(entry, "="));

	return as == RUN_OURSELVES || matches(name, for_all, ARRAY_SIZE(for_all)) ||
	       (as == RUN_NETWORK && matches(name, for_network, ARRAY_SIZE(for_network)));
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

	for (size_t i = 0; child->as != RUN_OURSELVES && i < ARRAY_SIZE(always); i++)
		argv_push(&changes, always[i]);
	argv_pushf(&changes, "TMPDIR=%s", tmp);
	if (child->as == RUN_ALONE || child->as == RUN_BOXED)
		argv_pushf(&changes, "HOME=%s", tmp);
	argv_pushv(&changes, child->env.v);
	for (char **entry = environ; entry && *entry; entry++)
		if (is_passed(*entry, child->as) && !is_changed(*entry, &changes, 0))
			argv_push(env, *entry);
	for (size_t i = 0; i < changes.nr; i++)
		if (strchr(changes.v[i], '=') &&
		    !is_changed(changes.v[i], &changes, i + 1))
			argv_push(env, changes.v[i]);
}

void run_leave_out_shims(void)
{
	struct strbuf rest __free(strbuf_release) = STRBUF_INIT;
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t len = strcspn(path, ":");

		char *folder __free(free_text) = xstrndup(path, len);

		if (!ends_with(folder, "/shims"))
			strbuf_addf(&rest, "%s%s", rest.len ? ":" : "", folder);
		path += len + (path[len] == ':');
	}
	if (rest.len)
		setenv("PATH", rest.buf, 1);
}

void run_ensure_home(void)
{
	const char *home = getenv("HOME");
	struct passwd *person = home && *home ? NULL : getpwuid(getuid());

	if (person)
		setenv("HOME", person->pw_dir, 1);
}
