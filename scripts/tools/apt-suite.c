// SPDX-License-Identifier: GPL-2.0-only
/* A private apt set-up for another suite of the machine's archive, see apt.h */
#include "tools/apt.h"

/* The key of Debian's own archive, which signs all of its suites. */
static const char debian_keyring[] = "/usr/share/keyrings/debian-archive-keyring.gpg";

/* Seconds until the lists of a suite must have come. */
#define UPDATE_TIMEOUT 300.0

/* Where the machine gets Debian from. */
struct archive {
	char *uri;
	char *keys;	/* for Signed-By, "" for the keys that apt trusts anyway */
};

static void release_archive(struct archive *archive)
{
	free(archive->uri);
	free(archive->keys);
}

/* --- what the machine has -------------------------------------------------- */

/* Whether a word of a line is that address, with or without '/' at the end. */
static bool has_address(const char *line, const char *uri)
{
	size_t len = strlen(uri);
	const char *found = line;

	while (len && uri[len - 1] == '/')
		len--;
	while ((found = memmem(found, strlen(found), uri, len))) {
		const char *end = found + len;

		end += strspn(end, "/");
		if ((found == line || strchr(" \t:", found[-1])) &&
		    (!*end || strchr(" \t\n", *end)))
			return true;
		found++;
	}
	return false;
}

/* "[... signed-by=PATH ...]" of a line, or "Signed-By: PATH" of a stanza. */
static char *named_key(const char *text)
{
	static const char * const marks[] = { "signed-by=", "Signed-By:" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		const char *found = strstr(text, marks[i]);

		if (!found)
			continue;
		found += strlen(marks[i]);
		found += strspn(found, " \t");
		if (*found == '/')
			return xstrndup(found, strcspn(found, " \t\n],"));
	}
	return NULL;
}

/* The key that a file of sources names for an address: the parts of such a file
 * are lines, or stanzas parted by empty lines.
 */
static char *key_in_file(const char *path, const char *uri)
{
	bool stanzas = ends_with(path, ".sources");
	const char *end = stanzas ? "\n\n" : "\n";
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *key = NULL, *part, *next;

	(void)read_file(path, &text);
	for (part = text.buf; part && *part && !key; part = next) {
		next = strstr(part, end);
		if (next) {
			*next = '\0';
			next += strlen(end);
		}
		if ((stanzas || *part != '#') && has_address(part, uri))
			key = named_key(part);
	}
	return key;
}

/* The key that the machine names for it, and Debian's own where it is. */
static char *keys_of(const char *sources, const char *uri)
{
	char *named __free(free_text) = key_in_file(sources, uri);
	bool own = file_exists(debian_keyring);

	if (named && own && strcmp(named, debian_keyring))
		return xstrfmt("%s, %s", named, debian_keyring);
	return xstrdup(named ? named : own ? debian_keyring : "");
}

/* One line of apt-get indextargets: "URI SOURCES:NUMBER Origin/Label". */
static bool take_target(const char *line, bool named, struct archive *archive)
{
	char *sources __free(free_text) = NULL;
	char *origin __free(free_text) = NULL;
	char *uri __free(free_text) = NULL;

	/* without lists yet, apt knows no more than the address */
	if (sscanf(line, "%ms %m[^:\n]:%*u %m[^\n]", &uri, &sources, &origin) != 3 ||
	    starts_with(uri, "cdrom:") ||
	    !(named ? !strcmp(origin, "Debian/Debian") : ends_with(uri, "/debian/")))
		return false;
	archive->keys = keys_of(sources, uri);
	archive->uri = xstrdup(uri);
	return true;
}

static enum apt_end find_archive(struct archive *archive, struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;
	const char *cursor, *line;
	size_t len;

	argv_pushl(&child.args, "apt-get", "indextargets", "--format",
		   "$(REPO_URI) $(SOURCESENTRY) $(ORIGIN)/$(LABEL)",
		   "Created-By: Packages", NULL);
	child.as = RUN_NETWORK;
	(void)child_run(&child);
	for (int named = 1; named >= 0; named--) {
		cursor = child.out.buf;
		while (next_line(&cursor, &line, &len))
			if (take_target(line, named, archive))
				return APT_OK;
	}
	strbuf_addstr(why, "the machine's apt set-up has no Debian archive");
	return APT_NONE;
}

/* --- the private set-up ---------------------------------------------------- */

/* What the machine's configuration asks for besides is not for these calls. */
static const char configuration[] =
	"#clear APT::Update::Pre-Invoke;\n"
	"#clear APT::Update::Post-Invoke;\n"
	"#clear APT::Update::Post-Invoke-Success;\n"
	"APT::Default-Release \"\";\n"
	"APT::Sandbox::User \"root\";\n"
	"APT::Update::Error-Mode \"any\";\n"
	"Acquire::Languages \"none\";\n"
	"Acquire::Retries \"0\";\n"
	"Acquire::http::Timeout \"10\";\n"
	"Acquire::https::Timeout \"10\";\n";

static int put(const struct apt *apt, const char *name, const char *text)
{
	char *path __free(free_text) = xstrfmt("%s/%s", apt->dir, name);

	return write_file_atomic(path, text, strlen(text));
}

static int write_files(const struct apt *apt, const struct archive *archive)
{
	static const char * const folders[] = {
		"state", "lists/partial", "cache/archives/partial", "sources.list.d",
		"preferences.d",
	};
	char *sources = xstrfmt("Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nTargets: Packages\n%s%s%s",
				archive->uri, apt->suite,
				*archive->keys ? "Signed-By: " : "", archive->keys,
				*archive->keys ? "\n" : "");
	int ret = 0;

	for (size_t i = 0; !ret && i < ARRAY_SIZE(folders); i++) {
		char *path __free(free_text) = xstrfmt("%s/%s", apt->dir, folders[i]);

		ret = mkdir_p(path);
	}
	if (!ret)
		ret = put(apt, "status", "");
	if (!ret)
		ret = put(apt, "apt.conf", configuration);
	if (!ret)
		ret = put(apt, "sources.list.d/ferry.sources", sources);
	free(sources);
	return ret;
}

static enum apt_end update(const struct apt *apt, struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;
	enum apt_end end = APT_OK;

	apt_child(&child, apt, "apt-get");
	argv_pushl(&child.args, "-qq", "update", NULL);
	child.timeout = UPDATE_TIMEOUT;
	if (child_run(&child)) {
		end = apt_unreachable(child.err.buf) ? APT_NONE : APT_BROKEN;
		strbuf_addf(why, "cannot download the package lists of %s: ", apt->suite);
		child_failure(&child, why);
	}
	return end;
}

static bool is_suite_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(name);
}

enum apt_end apt_suite_open(struct apt *apt, const char *parent, const char *suite,
			    struct strbuf *why)
{
	struct archive archive __free(release_archive) = { NULL };
	enum apt_end end;
	int ret;

	*apt = (struct apt){
		.dir = xstrfmt("%s/%s", parent, suite),
		.suite = xstrdup(suite),
	};
	if (!is_suite_name(suite)) {
		strbuf_addf(why, "'%s' is not a suite's name", suite);
		return APT_BROKEN;
	}
	end = find_archive(&archive, why);
	if (end != APT_OK)
		return end;
	ret = write_files(apt, &archive);
	if (!ret)
		return update(apt, why);
	strbuf_addf(why, "cannot write to '%s': %s", apt->dir, strerror(-ret));
	return APT_BROKEN;
}
