// SPDX-License-Identifier: GPL-2.0-only
/* The changed file by every compiler, see compile.h */
#include "check/compile.h"
#include "check/trial.h"

/* --- what it depends on -------------------------------------------------------- */

int check_compilers_inputs(const struct stage *stage, struct digest *digest)
{
	char *path = compilers_path(stage->options->root);
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;
	int ret = digest_add_path(digest, path);

	(void)compilers_read(&list, stage->options->root, &why);
	for (size_t i = 0; i < list.nr; i++) {
		const struct compiler *one = &list.v[i];
		const char *const tools[] = { one->cc, NULL };

		for (size_t j = 0; !ret && j < one->fragments.nr; j++)
			ret = digest_add_path(digest, one->fragments.v[j]);
		digest_add_string(digest, one->name, compiler_lacks(one));
		digest_add_tools(digest, tools);
	}
	compilers_release(&list);
	strbuf_release(&why);
	free(path);
	return ret;
}

/* --- all of them ------------------------------------------------------------------ */

static int go_all(struct stage *stage, struct trial *trials, size_t nr)
{
	struct strbuf source = STRBUF_INIT;
	int ret = 0;

	for (enum side side = 0; !ret && side < SIDE_NR; side++) {
		ret = store_checkout(&stage->store, stage->target.name,
				     guest_commit(stage, side), &source);
		if (ret)
			stage_broken(stage, "cannot check the tree out: see above");
		for (size_t i = 0; !ret && i < nr; i++) {
			trials[i].source = source.buf;
			trials[i].kbuild.source = source.buf;
			ret = trial_go(&trials[i], side);
		}
	}
	strbuf_release(&source);
	return ret;
}

static const char *end_name(enum trial_end end)
{
	return end == TRIAL_SKIPPED ? "SKIP" : "FAIL";
}

/* The compiler's name goes into the messages from @from on. */
static size_t sign(struct warnings *list, size_t from, const char *name)
{
	for (size_t i = from; i < list->nr; i++) {
		char *message = xstrfmt("%s: %s", name, list->v[i].message);

		free(list->v[i].message);
		list->v[i].message = message;
	}
	return list->nr - from;
}

static json_t *compare(const struct trial *trial, struct compilers_end *end)
{
	const struct warnings *before = &trial->warnings[SIDE_BEFORE];
	size_t added = end->added.nr, removed = end->removed.nr;

	end->compiled++;
	warnings_diff(before, &trial->warnings[SIDE_AFTER], &end->added, &end->removed);
	added = sign(&end->added, added, trial->compiler->name);
	removed = sign(&end->removed, removed, trial->compiler->name);
	return json_sprintf("%zu new, %zu gone, %zu before; %s", added, removed,
			    before->nr, trial->version);
}

static json_t *outcome(const struct trial *trial, struct compilers_end *end)
{
	json_t *words;

	end->asked++;
	if (trial->end == TRIAL_GOES_ON)
		words = compare(trial, end);
	else
		words = json_sprintf("%s %s", end_name(trial->end), trial->reason.buf);
	/* what a tool said need not be UTF-8 */
	return words ? words : json_string("see the log");
}

/* "a, b; SKIP c: why", for people; the guest's own compiler was not skipped */
static json_t *all_in_words(const struct trial *trials, size_t nr)
{
	struct strbuf words = STRBUF_INIT;
	json_t *json;

	strbuf_addstr(&words, "gcc-x86_64");
	for (size_t i = 0; i < nr; i++)
		if (trials[i].end == TRIAL_GOES_ON)
			strbuf_addf(&words, ", %s", trials[i].compiler->name);
	for (size_t i = 0; i < nr; i++)
		if (trials[i].end != TRIAL_GOES_ON)
			strbuf_addf(&words, "; %s %s: %s", end_name(trials[i].end),
				    trials[i].compiler->name, trials[i].reason.buf);
	json = json_string(words.buf);
	strbuf_release(&words);
	return json ? json : json_string("see the log");
}

static int judge(struct stage *stage, struct trial *trials, size_t nr,
		 struct compilers_end *end)
{
	json_t *json = json_object();
	int ret = 0;

	json_object_set_new(json, "words", all_in_words(trials, nr));
	for (size_t i = 0; i < nr; i++)
		json_object_set_new(json, trials[i].compiler->name,
				    outcome(&trials[i], end));
	result_fact_json(&stage->result, "compilers", json);
	for (size_t i = 0; !ret && i < nr; i++)
		if (trials[i].end == TRIAL_FAILED)
			ret = stage_fail(stage, "%s, %s", trials[i].compiler->name,
					 trials[i].reason.buf);
	return ret;
}

int check_compilers(struct stage *stage, const struct argv *offered,
		    struct compilers_end *end)
{
	struct requirements requirements = REQUIREMENTS_INIT;
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;
	struct trial *trials;
	int ret = 0;

	if (compilers_read(&list, stage->options->root, &why))
		ret = stage_broken(stage, "%s", why.buf);
	else if (requirements_read(&requirements, stage->options->root))
		ret = stage_broken(stage, "cannot tell which packages have the compilers: see above");
	trials = xcalloc(list.nr + 1, sizeof(*trials));
	for (size_t i = 0; i < list.nr; i++)
		if (trial_init(&trials[i], stage, &list.v[i], &requirements, offered))
			ret = -1;
	if (!ret)
		ret = go_all(stage, trials, list.nr);
	if (!ret)
		ret = judge(stage, trials, list.nr, end);
	for (size_t i = 0; i < list.nr; i++)
		trial_release(&trials[i]);
	free(trials);
	requirements_release(&requirements);
	compilers_release(&list);
	strbuf_release(&why);
	return ret;
}

void compilers_end_release(struct compilers_end *end)
{
	warnings_release(&end->added);
	warnings_release(&end->removed);
}
