// SPDX-License-Identifier: GPL-2.0-only
/* A patch applied as text, see apply.h */
#include "port/apply.h"

#include "tools/in-place.h"
#include "tools/relocate.h"

struct apply_files apply_declared(const struct series *series)
{
	struct apply_files files;

	files.nr = series_files(series, &files.v);
	return files;
}

static bool declares(const struct apply_files *files, const char *path)
{
	for (size_t i = 0; i < files->nr; i++)
		if (!strcmp(files->v[i], path))
			return true;
	return false;
}

bool apply_stays_inside(const struct git *git, const struct apply_files *files,
			const struct git_mail *mail, bool content_only,
			struct strbuf *why)
{
	static const char ordinary[] = " create mode 100644 ";
	const char *cursor, *line, *end;
	struct child child;
	bool inside = true;
	size_t len;

	git_child(&child, git, "apply", "--numstat", "--summary", "-", NULL);
	child.in_data = mail->diff.buf;
	child.in_len = mail->diff.len;
	/* one that cannot be read does not apply either, and that says why */
	(void)child_run(&child);
	cursor = child.out.buf;
	while (inside && next_line(&cursor, &line, &len)) {
		char *path;

		/* " mode change ...", " create mode ..." of what was named before */
		if (*line == ' ') {
			inside = !content_only || starts_with(line, ordinary);
			if (!inside)
				strbuf_addf(why, "the patches do more than change what is in ordinary files:%.*s",
					    (int)len, line);
			continue;
		}
		end = memrchr(line, '\t', len);
		path = end ? xstrndup(end + 1, len - (size_t)(end + 1 - line)) : NULL;
		inside = path && declares(files, path);
		if (!inside)
			strbuf_addf(why, "the patches touch %s, which the series does not declare",
				    path ? path : "something");
		free(path);
	}
	child_release(&child);
	return inside;
}

int apply_commit(const struct git *git, const struct apply_files *files,
		 const struct git_author *author, const char *message, struct port *port)
{
	char tree[GIT_HEX];
	int ret = git_write_files(git, port->commit, files->v, files->nr, tree);

	return ret ? ret : git_commit(git, tree, port->commit, author, message,
				      port->commit);
}

/* One way to apply a patch, and whether it went where it belongs. */
static enum port_status try_way(const struct git *git, const struct apply_files *files,
				const struct git_mail *mail, const struct strbuf *diff,
				enum git_how how, struct port *port, struct strbuf *said)
{
	const struct git_author author = { mail->name, mail->email, mail->date };
	enum git_applied applied = git_apply(git, diff, how, said);
	char before[GIT_HEX];

	if (applied == GIT_REFUSED)
		return PORT_REFUSED;
	memcpy(before, port->commit, GIT_HEX);
	if (apply_commit(git, files, &author, mail->message, port))
		return PORT_BROKEN;
	strbuf_reset(said);
	if (patch_in_place(git, diff, before, port->commit, applied, said)) {
		if (applied > port->applied)
			port->applied = applied;
		return PORT_OK;
	}
	memcpy(port->commit, before, GIT_HEX);
	return git_read_files(git, before, files->v, files->nr) ? PORT_BROKEN : PORT_REFUSED;
}

/* Where git does not find a place, or the wrong one, there may be the right one. */
static enum port_status try_elsewhere(const struct git *git, const struct apply_files *files,
				      const struct git_mail *mail, struct port *port,
				      struct strbuf *said)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct strbuf same __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied = patch_relocate(git, &mail->diff, port->commit,
						  RELOCATE_FUZZ, &diff, &why);
	enum port_status end = PORT_REFUSED;

	if (applied != GIT_REFUSED)
		end = try_way(git, files, mail, &diff, GIT_AS_IT_IS, port, &same);
	if (end == PORT_OK && applied > port->applied)
		port->applied = applied;
	if (end == PORT_REFUSED && why.len) {
		strbuf_reset(said);
		strbuf_add(said, why.buf, why.len);
	}
	return end;
}

enum port_status apply_text(const struct git *git, const struct apply_files *files,
			    const struct git_mail *mail, enum git_how how,
			    struct port *port, struct strbuf *said)
{
	struct strbuf merged __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_REFUSED;

	if (how != GIT_MUST_MERGE)
		end = try_way(git, files, mail, &mail->diff, GIT_AS_IT_IS, port, said);
	if (end == PORT_REFUSED && how == GIT_MAY_MERGE)
		end = try_elsewhere(git, files, mail, port, said);
	if (end == PORT_REFUSED && how != GIT_AS_IT_IS)
		end = try_way(git, files, mail, &mail->diff, GIT_MUST_MERGE, port, &merged);
	if (end == PORT_REFUSED && !said->len)
		strbuf_addstr(said, merged.buf);
	return end;
}
