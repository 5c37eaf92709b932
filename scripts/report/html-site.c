// SPDX-License-Identifier: GPL-2.0-only
/* A folder of pages, see html-site.h */
#include "report/html-site.h"

#include "base/folder.h"
#include "report/html-parts.h"

/* Where the style of the pages stands in the project. */
#define STYLE_SOURCE	"scripts/report/style.css"

struct site_file {
	char *name;
	struct html page;
};

struct site {
	const char *dir;
	struct site_file *v;
	size_t nr, alloc;
	struct argv old;	/* paths of what an earlier report left */
};

static void release_site(struct site *site)
{
	for (size_t i = 0; i < site->nr; i++) {
		free(site->v[i].name);
		html_release(&site->v[i].page);
	}
	free(site->v);
	argv_release(&site->old);
}

static struct html *add_file(struct site *site, const char *name)
{
	site->v = grow_array(site->v, site->nr, &site->alloc, sizeof(*site->v));
	site->v[site->nr] = (struct site_file){ .name = xstrdup(name), .page = HTML_INIT };
	return &site->v[site->nr++].page;
}

/* --- what is there already ------------------------------------------------------ */

static bool is_ours(const char *path)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct stat is;

	return !lstat(path, &is) && S_ISREG(is.st_mode) && !read_file(path, &text) &&
	       (starts_with(text.buf, HTML_FIRST) || starts_with(text.buf, STYLE_FIRST));
}

static int open_folder(struct site *site, bool force)
{
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = mkdir_p(site->dir);

	if (!ret)
		ret = folder_list(site->dir, NULL, &paths);
	if (ret)
		return error("cannot make folder '%s': %s; name another one with --html",
			     site->dir, strerror(-ret));
	for (size_t i = 0; i < paths.nr; i++) {
		if (is_ours(paths.v[i]))
			argv_push(&site->old, paths.v[i]);
		else if (!force)
			return error("'%s' is not of a report: name another folder with --html, or keep what is in this one with --force",
				     paths.v[i]);
	}
	return 0;
}

/* --- what is made --------------------------------------------------------------- */

static int add_style(struct site *site, const char *root)
{
	char *path __free(free_text) = xstrfmt("%s/" STYLE_SOURCE, root);
	struct strbuf style __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file(path, &style);

	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	html_markup(add_file(site, HTML_STYLE), style.buf);
	return 0;
}

static int add_pages(struct site *site, const struct report *report)
{
	if (add_style(site, report->options.root))
		return -1;
	for (const struct report *one = report; one; one = one->next) {
		for (size_t row = 0; row < one->options.targets.nr; row++) {
			struct subject subject = subject_of(one, row);

			char *name __free(free_text) = subject_page(&subject);

			if (html_port(add_file(site, name), &subject))
				return -1;
		}
	}
	html_overview(add_file(site, HTML_INDEX), report);
	return 0;
}

static bool is_made(const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->nr; i++)
		if (!strcmp(site->v[i].name, name))
			return true;
	return false;
}

static int write_pages(const struct site *site)
{
	for (size_t i = 0; i < site->nr; i++) {
		const struct strbuf *text = &site->v[i].page.text;

		char *path __free(free_text) = xstrfmt("%s/%s", site->dir, site->v[i].name);
		int ret = write_file_atomic(path, text->buf, text->len);

		if (ret)
			return error("cannot write '%s': %s", path, strerror(-ret));
	}
	for (size_t i = 0; i < site->old.nr; i++)
		if (!is_made(site, path_base(site->old.v[i])) && unlink(site->old.v[i]))
			return error("cannot remove '%s': %s", site->old.v[i], strerror(errno));
	return 0;
}

int report_html(const struct report *report, const char *dir, bool force)
{
	struct site site __free(release_site) = { .dir = dir, .old = ARGV_INIT };

	if (open_folder(&site, force) || add_pages(&site, report) || write_pages(&site))
		return -1;
	note("wrote %zu pages, begin with '%s/" HTML_INDEX "'", site.nr - 1, dir);
	return 0;
}
