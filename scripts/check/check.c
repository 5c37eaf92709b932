// SPDX-License-Identifier: GPL-2.0-only
/* What a check is about, see check.h */
#include "check/check.h"

const char *check_commit(const struct stage *stage, enum side side)
{
	return side == SIDE_BEFORE && port_class_of(&stage->earlier[STAGE_PORT]) == CLASS_CARRIED ?
	       stage_fact(stage, STAGE_PORT, FACT_BEFORE) : side_commit(stage, side);
}

/* Names of the files that differ, @but those of a kind. */
static int list_changed(struct check *check, enum side side, const char *but)
{
	const struct stage *stage = check->stage;
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = git_run(&list, &stage->store.git, "diff-tree", "-r", "--name-only",
			  "--no-renames", but, check_commit(stage, SIDE_BEFORE),
			  check_commit(stage, SIDE_AFTER), NULL);

	cursor = list.buf;
	while (!ret && next_line(&cursor, &line, &len)) {
		char *file __free(free_text) = xstrndup(line, len);

		if (ends_with(file, ".c"))
			argv_push(&check->files[side], file);
		else if (!argv_has(&check->others, file))
			argv_push(&check->others, file);
	}
	return ret;
}

int check_init(struct check *check, struct stage *stage)
{
	int ret;

	*check = (struct check){
		.stage = stage, .source = STRBUF_INIT,
		.added = WARNINGS_INIT, .removed = WARNINGS_INIT,
	};
	ret = list_changed(check, SIDE_BEFORE, "--diff-filter=a");
	if (!ret)
		ret = list_changed(check, SIDE_AFTER, "--diff-filter=d");
	if (ret)
		return stage_broken(stage, "cannot list what the port changes: see above");
	if (sides_fragments(stage, CHECK_FLAVOUR, &check->fragments, &check->series_fragments))
		return stage_broken(stage, "cannot list the configuration fragments: see above");
	if (requirements_read(&check->requirements, stage->options->root))
		return stage_broken(stage, "cannot tell which packages have the tools: see above");
	return 0;
}

void check_release(struct check *check)
{
	for (int side = 0; side < SIDE_NR; side++)
		argv_release(&check->files[side]);
	argv_release(&check->others);
	argv_release(&check->fragments);
	argv_release(&check->series_fragments);
	requirements_release(&check->requirements);
	strbuf_release(&check->source);
	warnings_release(&check->added);
	warnings_release(&check->removed);
}

int check_out(struct check *check, enum side side)
{
	struct stage *stage = check->stage;

	if (store_checkout(&stage->store, stage->target.name, check_commit(stage, side),
			   &check->source))
		return stage_broken(stage, "cannot check out the tree: see above");
	return 0;
}

void check_parse(const struct check *check, const struct strbuf *said,
		 struct warnings *list)
{
	const char *top = check->source.buf;

	warnings_parse(list, said->buf, said->len, top, top);
}

void check_compare(struct check *check, const char *name,
		   const struct warnings list[SIDE_NR])
{
	check->before += list[SIDE_BEFORE].nr;
	warnings_diff(&list[SIDE_BEFORE], &list[SIDE_AFTER], &check->added,
		      &check->removed, name);
}
