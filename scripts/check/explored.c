// SPDX-License-Identifier: GPL-2.0-only
/* The explorer as part of the check, see explored.h */
#include "check/explored.h"

#include "stage/explore.h"

int check_explore(struct stage *stage)
{
	const char *file = series_file(&stage->series);
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct explore explore = {
		.root = stage->options->root,
		.series = &stage->series,
		.text = &text,
		.bound = EXPLORE_BOUND,
	};

	if (git_show(&stage->store.git, side_commit(stage, SIDE_AFTER), file, &text))
		return stage_fail(stage, "the tree with the change has no %s", file);
	stage_progress(stage, "explorer");
	switch (explore_text(&explore, &words)) {
	case EXPLORED_NOTHING:
		return 0;
	case EXPLORED_RIGHT:
		result_fact(&stage->result, FACT_EXPLORE, words.buf);
		return 0;
	case EXPLORED_WRONG:
		result_fact(&stage->result, FACT_EXPLORE, words.buf);
		return stage_fail(stage, "the explorer finds: %.*s",
				  (int)strcspn(words.buf, "\n"), words.buf);
	case EXPLORED_UNKNOWN:
		result_fact(&stage->result, "unexplored", words.buf);
		stage_say(stage, "explorer: not a form that it knows: %s", words.buf);
		return 1;
	case EXPLORED_BAD_WORD:
	case EXPLORED_BROKEN:
		break;
	}
	return stage_broken(stage, "explorer: %s", words.buf);
}
