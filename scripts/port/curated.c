// SPDX-License-Identifier: GPL-2.0-only
/* The change made by a target's own patches, and commits of it; see port.h */
#include "port/port.h"

#include "port/apply.h"
#include "port/gates.h"
#include "port/merged.h"
#include "port/message.h"
#include "tools/carried.h"

/*
 * As text, if the tree knows the names; else item by item, if that is asked for.  What
 * goes in just where it says is left to the compiler.
 */
static enum port_status apply_or_merge(const struct git *git, const struct apply_files *files,
				       const struct git_mail *mail, enum git_how how,
				       struct port *port, struct strbuf *said)
{
	struct strbuf merged __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied = port->applied;
	enum port_status end;
	char before[GIT_HEX];

	memcpy(before, port->commit, GIT_HEX);
	port->applied = GIT_EXACT;
	end = apply_text(git, files, mail, GIT_MAY_MERGE, port, said);
	if (end == PORT_OK && port->applied != GIT_EXACT) {
		strbuf_reset(said);
		end = port_knows_names(git, mail, before, port->commit, said);
	}
	if (end == PORT_REFUSED && how == GIT_MAY_MERGE_ITEMS) {
		memcpy(port->commit, before, GIT_HEX);
		port->applied = GIT_EXACT;
		end = git_read_files(git, before, files->v, files->nr) ? PORT_BROKEN :
			port_merge(git, files, mail, port, &merged);
	}
	if (end == PORT_REFUSED && merged.len)
		strbuf_addf(said, "%smerged by item: %s", said->len ? "; " : "", merged.buf);
	if (applied > port->applied)
		port->applied = applied;
	return end;
}

static enum port_status apply_mail(const struct git *git, const struct apply_files *files,
				   const struct git_mail *mail, const char *path,
				   enum git_how how, bool by_text, struct port *port)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end;

	port->outside = !apply_stays_inside(git, files, mail, !by_text, &port->why);
	if (port->outside)
		return PORT_REFUSED;
	end = how == GIT_MAY_MERGE_ITEMS || (by_text && how == GIT_MAY_MERGE) ?
		apply_or_merge(git, files, mail, how, port, &said) :
		apply_text(git, files, mail, how, port, &said);
	if (end == PORT_REFUSED)
		strbuf_addf(&port->why, "%s does not apply: %s", path_base(path), said.buf);
	return end;
}

/* Whether the tree has it already, which of a series by rule its shape tells. */
static enum port_status leave_out(const struct git *git, const struct apply_files *files,
				  const struct git_mail *mail, const char *path,
				  struct port *port, bool *out)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	char commit[GIT_HEX];
	enum carried found;

	memcpy(commit, port->commit, GIT_HEX);
	found = carried_take_out(git, files->v, files->nr, &mail->diff, commit, &why);
	*out = found == CARRIED_EXACT || found == CARRIED_OFFSET;
	if (*out)
		argv_push(&port->carried, path_base(path));
	if (found == CARRIED_DOUBT)
		strbuf_addf(&port->why, "%s may be there already: %s", path_base(path), why.buf);
	if (found == CARRIED_BROKEN || git_read_files(git, port->commit, files->v, files->nr))
		return PORT_BROKEN;
	return found == CARRIED_DOUBT ? PORT_REFUSED : PORT_OK;
}

static enum port_status apply_one(const struct git *git, const struct apply_files *files,
				  const char *path, enum git_how how, bool by_text,
				  struct port *port)
{
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
	enum port_status end = PORT_OK;
	bool out = false;

	if (git_mail_read(git, path, &mail)) {
		strbuf_addf(&port->why, "'%s' cannot be read as a patch mail", path);
		return PORT_BROKEN;
	}
	if (by_text)
		end = leave_out(git, files, &mail, path, port, &out);
	if (end == PORT_OK && !out)
		end = apply_mail(git, files, &mail, path, how, by_text, port);
	return end;
}

/* Whether the first of the patches can be taken out of the tree, the last one first. */
static enum carried has_first(const struct git *git, const struct apply_files *files,
			      const struct argv *patches, size_t nr, const char *base)
{
	enum carried found = CARRIED_EXACT;
	char commit[GIT_HEX];

	memcpy(commit, base, GIT_HEX);
	while (nr-- > 0 && (found == CARRIED_EXACT || found == CARRIED_OFFSET)) {
		struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
		struct strbuf why __free(strbuf_release) = STRBUF_INIT;

		if (git_mail_read(git, patches->v[nr], &mail))
			return CARRIED_BROKEN;
		found = carried_take_out(git, files->v, files->nr, &mail.diff, commit, &why);
	}
	return found;
}

/* How many of the first ones the tree has: a later one may stand on an earlier one. */
static enum port_status leave_out_first(const struct git *git, const struct apply_files *files,
					const struct argv *patches, const char *base,
					struct port *port)
{
	enum carried found = CARRIED_NOT;
	size_t nr = patches->nr;

	for (; nr; nr--) {
		found = has_first(git, files, patches, nr, base);
		if (found != CARRIED_NOT && found != CARRIED_DOUBT)
			break;
	}
	if (found == CARRIED_BROKEN)
		return PORT_BROKEN;
	for (size_t i = 0; i < nr; i++)
		argv_push(&port->carried, path_base(patches->v[i]));
	return PORT_OK;
}

enum port_status port_apply(const struct git *git, const struct series *series,
			    const struct argv *patches, const char *base,
			    enum git_how how, struct port *port)
{
	struct apply_files files = apply_declared(series);
	bool by_text = !series_by_rule(series);
	enum port_status end = PORT_OK;

	memcpy(port->commit, base, GIT_HEX);
	if (by_text)
		end = leave_out_first(git, &files, patches, base, port);
	if (end == PORT_OK && git_read_files(git, base, files.v, files.nr)) {
		strbuf_addstr(&port->why, "the tree cannot be read from the store");
		end = PORT_BROKEN;
	}
	for (size_t i = port->carried.nr; i < patches->nr && end == PORT_OK; i++) {
		memcpy(port->at, port->commit, GIT_HEX);
		end = apply_one(git, &files, patches->v[i], how, by_text, port);
		if (end == PORT_REFUSED && !port->outside)
			port->refused = patches->v[i];
	}
	port->all_carried = patches->nr && port->carried.nr == patches->nr;
	if (end == PORT_OK && git_show(git, port->commit, series_file(series), &port->text) &&
	    !by_text) {
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
	struct apply_files files = apply_declared(series);
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
		ret = apply_commit(git, &files, &author, message.buf, &port);
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
	struct apply_files files = apply_declared(series);
	enum port_status end = PORT_BROKEN;
	char sound[GIT_HEX];

	memcpy(sound, port->commit, GIT_HEX);
	if (read_file(patch, &diff))
		strbuf_addf(&port->why, "cannot read the mutant '%s'", patch);
	else if (git_apply(git, &diff, GIT_AS_IT_IS, &said) == GIT_REFUSED)
		strbuf_addf(&port->why, "the mutant '%s' does not apply: %s", patch,
			    said.buf);
	else if (!apply_commit(git, &files, &git_ferry, "A mutant, to be caught\n", port))
		end = port_judge_commit(git, series, sound, port->commit, &port->why);
	strbuf_release(&diff);
	strbuf_release(&said);
	free(files.v);
	return end;
}
