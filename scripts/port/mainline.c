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

/* The tree without the change, and its shape. */
static enum port_status turn_back(const struct series *series,
				  const struct strbuf *text, const char *shape,
				  struct strbuf *before, struct judgement *judgement)
{
	char *cocci = series_script(series, "before.cocci");
	struct spatch_said said = SPATCH_SAID_INIT;
	enum port_status end = PORT_BROKEN;
	struct shape found = { .name = NULL };
	struct scratch scratch;
	char *file = NULL;

	if (scratch_make(&scratch)) {
		free(cocci);
		return PORT_BROKEN;
	}
	if (!scratch_file(&scratch, path_base(series_file(series)), text, &file) &&
	    !spatch_port(cocci, file, &said, &judgement->why) &&
	    !read_file(file, before) && !shape_of_text(series, before, &found)) {
		end = strcmp(found.name, shape) ? PORT_REFUSED : PORT_OK;
		judgement->shape = xstrdup(found.name);
	}
	if (end == PORT_REFUSED)
		strbuf_addf(&judgement->why, "before.cocci turns the tree back into shape %s (%s), not %s",
			    found.name, found.evidence, shape);
	shape_release(&found);
	spatch_said_release(&said);
	scratch_remove(&scratch);
	free(file);
	free(cocci);
	return end;
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
