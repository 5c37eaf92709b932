// SPDX-License-Identifier: GPL-2.0-only
/* The changed files by every compiler, see compile.h */
#include "check/compile.h"

int compile_inputs(const struct stage *stage, struct digest *digest)
{
	char *path __free(free_text) = compilers_path(stage->options->root);
	struct compilers list __free(compilers_release) = COMPILERS_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	int ret = digest_add_path(digest, path);

	(void)compilers_read(&list, stage->options->root, &why);
	for (size_t i = 0; i < list.nr; i++) {
		const struct compiler *one = &list.v[i];

		for (size_t j = 0; !ret && j < one->fragments.nr; j++)
			ret = digest_add_path(digest, one->fragments.v[j]);
		digest_add_string(digest, one->name, compiler_lacks(one));
		compiler_identify(one, digest);
	}
	return ret;
}

int compile_init(struct compile *compile, struct check *check)
{
	struct stage *stage = check->stage;
	const char *root = stage->options->root;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	int ret;

	*compile = (struct compile){ .check = check, .compilers = COMPILERS_INIT };
	ret = reached_init(&compile->reached, check);
	if (compilers_read(&compile->compilers, root, &why))
		ret = stage_broken(stage, "%s", why.buf);
	/* there are many of them, and nothing here depends on the machine */
	else if (port_class_of(&stage->earlier[STAGE_PORT]) == CLASS_MUTANT)
		compilers_keep_first(&compile->compilers);
	compile->trials = xcalloc(compile->compilers.nr + 1, sizeof(*compile->trials));
	for (size_t i = 0; i < compile->compilers.nr; i++)
		if (trial_init(&compile->trials[i], check, &compile->compilers.v[i],
			       &compile->reached))
			ret = -1;
	return ret;
}

void compile_release(struct compile *compile)
{
	for (size_t i = 0; i < compile->compilers.nr; i++)
		trial_release(&compile->trials[i]);
	free(compile->trials);
	reached_release(&compile->reached);
	compilers_release(&compile->compilers);
}

int compile_side(struct compile *compile, enum side side)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < compile->compilers.nr; i++)
		ret = trial_go(&compile->trials[i], side);
	return ret;
}

const char *compile_none(const struct compile *compile)
{
	for (size_t i = 0; i < compile->compilers.nr; i++)
		if (compile->trials[i].status != TRIAL_SKIPPED)
			return NULL;
	return compile->trials[0].reason.buf;
}

/* --- what they came to -------------------------------------------------------- */

static const char *status_name(enum trial_status status)
{
	return status == TRIAL_SKIPPED ? "SKIP" : "FAIL";
}

static json_t *outcome(struct compile *compile, const struct trial *trial)
{
	struct check *check = compile->check;
	size_t added = check->added.nr, removed = check->removed.nr;

	if (trial->status != TRIAL_OK)
		return json_text("%s %s", status_name(trial->status), trial->reason.buf);
	compile->compiled++;
	check_compare(check, trial->compiler->name, trial->warnings);
	return json_text("%zu new, %zu gone, %zu before; %s", check->added.nr - added,
			 check->removed.nr - removed, trial->warnings[SIDE_BEFORE].nr,
			 trial->version);
}

/* "a, b; SKIP c: why", for people */
static json_t *all_in_words(const struct compile *compile)
{
	const struct argv *others = &compile->check->others;
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; i < compile->compilers.nr; i++)
		if (compile->trials[i].status == TRIAL_OK)
			strbuf_addf(&words, "%s%s", words.len ? ", " : "",
				    compile->compilers.v[i].name);
	for (size_t i = 0; i < compile->compilers.nr; i++)
		if (compile->trials[i].status != TRIAL_OK)
			strbuf_addf(&words, "%s%s %s: %s", words.len ? "; " : "",
				    status_name(compile->trials[i].status),
				    compile->compilers.v[i].name,
				    compile->trials[i].reason.buf);
	for (size_t i = 0; i < others->nr; i++)
		strbuf_addf(&words, "; %s is not compiled by itself", others->v[i]);
	return json_text("%s", words.buf);
}

/* Of a compiler that runs sparse: whether it did. */
static void note_sparse(struct stage *stage, const struct trial *trial)
{
	char *fact __free(free_text) = NULL;

	if (trial->status != TRIAL_OK)
		fact = xstrfmt("SKIP: %s did not compile the port", trial->compiler->name);
	else if (trial->old_sparse)
		fact = xstrdup("SKIP: the kernel asks for a newer sparse than is installed");
	if (fact)
		result_fact(&stage->result, "sparse", fact);
}

int compile_judge(struct compile *compile)
{
	struct stage *stage = compile->check->stage;
	json_t *json = json_object();
	const struct trial *trial;

	json_object_set_new(json, "words", all_in_words(compile));
	for (size_t i = 0; i < compile->compilers.nr; i++) {
		trial = &compile->trials[i];
		json_object_set_new(json, trial->compiler->name, outcome(compile, trial));
		if (trial->compiler->sparse)
			note_sparse(stage, trial);
	}
	result_fact_json(&stage->result, "compilers", json);
	compile->uncompiled = reached_judge(&compile->reached, stage);
	for (size_t i = 0; i < compile->compilers.nr; i++) {
		trial = &compile->trials[i];
		if (trial->status != TRIAL_FAILED)
			continue;
		/* one that does not compile is no mutant */
		return stage_conclude(stage, port_class_of(&stage->earlier[STAGE_PORT]) ==
				      CLASS_MUTANT ? VERDICT_BROKEN : VERDICT_FAIL, "%s, %s",
				      trial->compiler->name, trial->reason.buf);
	}
	if (!compile->compiled && compile->check->files[SIDE_AFTER].nr)
		return stage_broken(stage, "no compiler has compiled what the port changes: %s: %s; see ci/compilers, ci/kconfig/ and '%s/kconfig'",
				    compile->trials[0].compiler->name,
				    compile->trials[0].reason.buf, stage->target.dir);
	return 0;
}
