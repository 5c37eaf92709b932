// SPDX-License-Identifier: GPL-2.0-only
/* The change made by a target's own patches, and commits of it; see port.h */
#include "port/port.h"

#include "port/gates.h"
#include "port/message.h"
#include "port/place.h"
#include "port/relocate.h"
#include "tools/git-mail.h"

/* What the series may change. */
struct files {
	const char **v;
	size_t nr;
};

static struct files declared(const struct series *series)
{
	struct files files;

	files.nr = series_files(series, &files.v);
	return files;
}

static bool declares(const struct files *files, const char *path)
{
	for (size_t i = 0; i < files->nr; i++)
		if (!strcmp(files->v[i], path))
			return true;
	return false;
}

/* A patch may touch what the series declares and nothing else. */
static bool stays_inside(const struct git *git, const struct files *files,
			 const struct git_mail *mail, struct strbuf *why)
{
	const char *cursor, *line, *end;
	struct child child;
	bool inside = true;
	size_t len;

	git_child(&child, git, "apply", "--numstat", "-", NULL);
	child.in_data = mail->diff.buf;
	child.in_len = mail->diff.len;
	/* one that cannot be read does not apply either, and that says why */
	(void)child_run(&child);
	cursor = child.out.buf;
	while (inside && next_line(&cursor, &line, &len)) {
		char *path;

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

/* The next commit: the last one's tree, with the files as the index has them. */
static int commit_files(const struct git *git, const struct files *files,
			const struct git_author *author, const char *message,
			struct port *port)
{
	char tree[GIT_HEX];
	int ret = git_write_files(git, port->commit, files->v, files->nr, tree);

	return ret ? ret : git_commit(git, tree, port->commit, author, message,
				      port->commit);
}

/* One way to apply a patch, and whether it went where it belongs. */
static enum port_status try_way(const struct git *git, const struct files *files,
				const struct git_mail *mail, const struct strbuf *diff,
				enum git_how how, struct port *port, struct strbuf *said)
{
	const struct git_author author = { mail->name, mail->email, mail->date };
	enum git_applied applied = git_apply(git, diff, how, said);
	char before[GIT_HEX];

	if (applied == GIT_REFUSED)
		return PORT_REFUSED;
	memcpy(before, port->commit, GIT_HEX);
	if (commit_files(git, files, &author, mail->message, port))
		return PORT_BROKEN;
	strbuf_reset(said);
	if (port_in_place(git, diff, before, port->commit, applied, said)) {
		if (applied > port->applied)
			port->applied = applied;
		return PORT_OK;
	}
	memcpy(port->commit, before, GIT_HEX);
	return git_read_files(git, before, files->v, files->nr) ? PORT_BROKEN : PORT_REFUSED;
}

/* Where git does not find a place, or the wrong one, there may be the right one. */
static enum port_status try_elsewhere(const struct git *git, const struct files *files,
				      const struct git_mail *mail, struct port *port,
				      struct strbuf *said)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct strbuf same __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied = port_relocate(git, &mail->diff, port->commit, &diff, &why);
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

static enum port_status apply_mail(const struct git *git, const struct files *files,
				   const struct git_mail *mail, const char *path,
				   enum git_how how, struct port *port)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	struct strbuf merged __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_REFUSED;

	if (!stays_inside(git, files, mail, &port->why))
		return end;
	if (how != GIT_MUST_MERGE)
		end = try_way(git, files, mail, &mail->diff, GIT_AS_IT_IS, port, &said);
	if (end == PORT_REFUSED && how == GIT_MAY_MERGE)
		end = try_elsewhere(git, files, mail, port, &said);
	if (end == PORT_REFUSED && how != GIT_AS_IT_IS)
		end = try_way(git, files, mail, &mail->diff, GIT_MUST_MERGE, port, &merged);
	if (end == PORT_REFUSED)
		strbuf_addf(&port->why, "%s does not apply: %s", path_base(path),
			    said.len ? said.buf : merged.buf);
	return end;
}

static enum port_status apply_one(const struct git *git, const struct files *files,
				  const char *path, enum git_how how, struct port *port)
{
	enum port_status end = PORT_BROKEN;
	struct git_mail mail;

	if (git_mail_read(git, path, &mail))
		strbuf_addf(&port->why, "'%s' cannot be read as a patch mail", path);
	else
		end = apply_mail(git, files, &mail, path, how, port);
	git_mail_release(&mail);
	return end;
}

enum port_status port_apply(const struct git *git, const struct series *series,
			    const struct argv *patches, const char *base,
			    enum git_how how, struct port *port)
{
	struct files files = declared(series);
	enum port_status end = PORT_OK;

	memcpy(port->commit, base, GIT_HEX);
	if (git_read_files(git, base, files.v, files.nr)) {
		strbuf_addstr(&port->why, "the tree cannot be read from the store");
		end = PORT_BROKEN;
	}
	for (size_t i = 0; i < patches->nr && end == PORT_OK; i++)
		end = apply_one(git, &files, patches->v[i], how, port);
	if (end == PORT_OK && git_show(git, port->commit, series_file(series), &port->text) &&
	    series_by_rule(series)) {
		strbuf_addf(&port->why, "the result has no %s", series_file(series));
		end = PORT_REFUSED;
	}
	free(files.v);
	return end;
}

int port_commit(const struct git *git, const struct series *series,
		const char *base, const char *shape, const struct strbuf *text,
		const struct hits *hits, char commit[GIT_HEX])
{
	struct files files = declared(series);
	struct strbuf message __free(strbuf_release) = STRBUF_INIT;
	struct git_author author = git_ferry;
	struct port port = PORT_INIT;
	const char *date = conf_get(&series->info, "series.date");
	int ret = message_of_port(series, shape, hits, &message);

	if (date)
		author.date = date;
	memcpy(port.commit, base, GIT_HEX);
	if (!ret)
		ret = git_read_files(git, base, files.v, files.nr);
	if (!ret)
		ret = git_put_file(git, series_file(series), text->buf, text->len);
	if (!ret)
		ret = commit_files(git, &files, &author, message.buf, &port);
	if (!ret)
		memcpy(commit, port.commit, GIT_HEX);
	port_release(&port);
	free(files.v);
	return ret;
}

enum port_status port_mutate(const struct git *git, const struct series *series,
			     const char *patch, struct port *port)
{
	struct strbuf diff = STRBUF_INIT, said = STRBUF_INIT;
	struct files files = declared(series);
	enum port_status end = PORT_BROKEN;
	char sound[GIT_HEX];

	memcpy(sound, port->commit, GIT_HEX);
	if (read_file(patch, &diff))
		strbuf_addf(&port->why, "cannot read the mutant '%s'", patch);
	else if (git_apply(git, &diff, GIT_AS_IT_IS, &said) == GIT_REFUSED)
		strbuf_addf(&port->why, "the mutant '%s' does not apply: %s", patch,
			    said.buf);
	else if (!commit_files(git, &files, &git_ferry, "A mutant, to be caught\n", port))
		end = port_judge_commit(git, series, sound, port->commit, &port->why);
	strbuf_release(&diff);
	strbuf_release(&said);
	free(files.v);
	return end;
}
