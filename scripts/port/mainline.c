// SPDX-License-Identifier: GPL-2.0-only
/* Mainline as the judge of the port, see mainline.h */
#include "port/mainline.h"

#include "data/compare.h"
#include "base/scratch.h"
#include "tools/shape.h"

void judgement_release(struct judgement *judgement)
{
	free(judgement->shape);
	argv_release(&judgement->listed);
	strbuf_release(&judgement->why);
	*judgement = (struct judgement)JUDGEMENT_INIT;
}

/* The file without the change, and its shape. */
static enum port_status take_back(const struct series *series, const struct strbuf *text,
				  struct strbuf *before, struct shape *found,
				  struct strbuf *why)
{
	char *cocci __free(free_text) = series_script(series, "before.cocci");
	struct spatch_said said __free(spatch_said_release) = SPATCH_SAID_INIT;
	struct scratch scratch __free(scratch_remove) = { NULL };
	char *file __free(free_text) = NULL;

	if (!file_exists(cocci)) {
		strbuf_addf(why, "there is no '%s'", cocci);
		return PORT_REFUSED;
	}
	if (scratch_make(&scratch) ||
	    scratch_file(&scratch, path_base(series_file(series)), text, &file) ||
	    spatch_port(cocci, file, &said, why) || read_file(file, before) ||
	    shape_of_text(series, before, found))
		return PORT_BROKEN;
	return PORT_OK;
}

static enum port_status turn_back(const struct series *series,
				  const struct strbuf *text, const char *shape,
				  struct strbuf *before, struct judgement *judgement)
{
	struct shape found __free(shape_release) = { .name = NULL };
	enum port_status end = take_back(series, text, before, &found, &judgement->why);

	if (end != PORT_OK)
		return end;
	judgement->shape = xstrdup(found.name);
	if (!strcmp(found.name, shape))
		return PORT_OK;
	strbuf_addf(&judgement->why, "before.cocci turns the tree back into shape %s (%s), not %s",
		    found.name, found.evidence, shape);
	return PORT_REFUSED;
}

static int commit_before(const struct series *series, const struct git *git, const char *base,
			 const struct strbuf *before, char commit[GIT_HEX])
{
	const char *file = series_file(series);
	char tree[GIT_HEX];

	if (git_read_files(git, base, &file, 1) ||
	    git_put_file(git, file, before->buf, before->len) ||
	    git_write_files(git, base, &file, 1, tree))
		return -1;
	return git_commit(git, tree, base, &git_ferry, "The tree without the change\n", commit);
}

int mainline_turn_back(const struct series *series, const struct git *git, const char *base,
		       const struct strbuf *text, char commit[GIT_HEX], struct strbuf *why)
{
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	struct shape found __free(shape_release) = { .name = NULL };

	if (take_back(series, text, &before, &found, why) != PORT_OK)
		return -1;
	if (series_shape_verdict(series, found.name) != SHAPE_PORT) {
		strbuf_addf(why, "before.cocci turns the tree back into shape %s (%s)",
			    found.name, found.evidence);
		return -1;
	}
	return commit_before(series, git, base, &before, commit);
}

/* "FUNCTION: REASON" of a function, or NULL. */
static const char *reason_of(const char **reasons, size_t nr, const char *function)
{
	size_t len = strlen(function);

	for (size_t i = 0; i < nr; i++)
		if (!strncmp(reasons[i], function, len) && reasons[i][len] == ':')
			return reasons[i];
	return NULL;
}

static bool is_listed(const struct argv *listed, const char *reason)
{
	for (size_t i = 0; i < listed->nr; i++)
		if (!strcmp(listed->v[i], reason))
			return true;
	return false;
}

static enum port_status weigh(const struct series *series, const struct argv *names,
			      struct judgement *judgement)
{
	struct strbuf *why = &judgement->why;
	const char **reasons;
	size_t nr = conf_get_all(&series->info, "judge.difference", &reasons);

	for (size_t i = 0; i < names->nr; i++) {
		const char *name = *names->v[i] ? names->v[i] : "file";
		const char *reason = reason_of(reasons, nr, name);

		if (reason)
			argv_push(&judgement->listed, reason);
		else
			strbuf_addf(why, "%sthe port differs from the tree in %s%s, and '%s' gives no reason",
				    why->len ? "; " : "", name,
				    *names->v[i] ? "()" : "", series->info_path);
	}
	for (size_t i = 0; i < nr; i++)
		if (!is_listed(&judgement->listed, reasons[i]))
			strbuf_addf(why, "%s'%s' lists a difference that is not there: %s",
				    why->len ? "; " : "", series->info_path,
				    reasons[i]);
	free(reasons);
	return why->len ? PORT_REFUSED : PORT_OK;
}

enum port_status judge_mainline(const struct series *series,
				const struct strbuf *text, const char *shape,
				struct judgement *judgement)
{
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	struct argv names __free(argv_release) = ARGV_INIT;
	struct port port __free(port_release) = PORT_INIT;
	enum port_status end = turn_back(series, text, shape, &before, judgement);

	if (end == PORT_OK) {
		end = port_semantic(series, &before, shape, NULL, 0, &port);
		strbuf_addstr(&judgement->why, port.why.buf);
	}
	if (end == PORT_OK) {
		judgement->compared = ctoken_differences(port.text.buf, port.text.len,
							 text->buf, text->len, &names);
		end = weigh(series, &names, judgement);
	}
	return end;
}
