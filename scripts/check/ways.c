// SPDX-License-Identifier: GPL-2.0-only
/* Three ways to the tree of a port, see ways.h */
#include "check/way.h"

#include "data/compare.h"
#include "data/function.h"
#include "stage/sides.h"
#include "tools/mbox.h"

const char * const way_name[WAY_NR] = {
	[WAY_B4] = "b4",
	[WAY_QUILT] = "quilt",
	[WAY_SPATCH] = "spatch",
};

/* seconds for one tool to do its part */
#define WAY_TIMEOUT 300

bool way_tool(enum way way)
{
	return program_exists(way_name[way]);
}

int ways_inputs(const struct stage *stage, struct digest *digest)
{
	struct argv patches __free(argv_release) = ARGV_INIT;
	int ret = expect_patches(&stage->expect, &patches) ? -ENOENT : 0;

	for (int way = 0; way < WAY_SPATCH; way++)
		digest_add_string(digest, way_name[way],
				  way_tool((enum way)way) ? "installed" : NULL);
	digest_add_string(digest, "rule", stage_fact(stage, STAGE_PORT, FACT_RULE));
	for (size_t i = 0; !ret && i < patches.nr; i++)
		ret = digest_add_path(digest, patches.v[i]);
	return ret;
}

/* --- where two versions differ ---------------------------------------------- */

static unsigned int first_difference(const struct strbuf *a, const struct strbuf *b)
{
	unsigned int line = 1;
	size_t i = 0;

	while (i < a->len && i < b->len && a->buf[i] == b->buf[i])
		line += a->buf[i++] == '\n';
	return line;
}

/* The function around the first difference; a difference in layout counts. */
static void describe_difference(const struct strbuf *port, const struct strbuf *other,
				const char *name, struct strbuf *reason)
{
	struct ctoken_difference where __free(ctoken_difference_release) = CTOKEN_DIFFERENCE_INIT;

	if (!ctoken_equal(port->buf, port->len, other->buf, other->len, &where)) {
		strbuf_addf(reason, "%s%s has '%s' in line %u, by %s it has '%s' in line %u",
			    where.function ? where.function : "code outside of functions",
			    where.function ? "()" : "", where.token_a, where.line_a, name,
			    where.token_b, where.line_b);
	} else {
		struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;
		unsigned int line = first_difference(port, other);
		char *function;

		ctokens_lex(&tokens, port->buf, port->len);
		function = ctokens_function_at(&tokens, line);
		strbuf_addf(reason, "%s%s has the same tokens in another layout by %s, first in line %u",
			    function ? function : "code outside of functions",
			    function ? "()" : "", name, line);
		free(function);
	}
}

/* Trees are compared by id; the first file that differs only says where. */
enum way_status way_compare(const struct way_input *input, const struct git *git,
			    const char *tree, enum way way, struct strbuf *reason)
{
	char *port_tree __free(free_text) = xstrfmt("%s^{tree}", input->tip);
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	struct strbuf port __free(strbuf_release) = STRBUF_INIT;
	struct strbuf made __free(strbuf_release) = STRBUF_INIT;

	if (git_run(&list, git, "diff-tree", "-r", "--name-only", port_tree, tree, NULL)) {
		strbuf_addstr(reason, "the trees cannot be compared: see above");
		return WAY_BROKEN;
	}
	if (!list.len)
		return WAY_SAME;
	list.buf[strcspn(list.buf, "\n")] = '\0';
	strbuf_addf(reason, "%s: ", list.buf);
	if (git_show(git, port_tree, list.buf, &port) || git_show(git, tree, list.buf, &made))
		strbuf_addstr(reason, "is in only one of the two trees");
	else
		describe_difference(&port, &made, way_name[way], reason);
	return WAY_DIFFERS;
}

/* --- running tools ---------------------------------------------------------- */

/* b4 stops without a user.email, although it has no use for it here. */
void way_isolate(struct child *child, const struct scratch *scratch)
{
	child->as = RUN_BOXED;
	child->dir = child_write(child, scratch->dir);
	argv_pushl(&child->env, "LC_ALL=C.UTF-8", "GIT_CONFIG_COUNT=2",
		   "GIT_CONFIG_KEY_0=user.name", "GIT_CONFIG_KEY_1=user.email", NULL);
	argv_pushf(&child->env, "GIT_CONFIG_VALUE_0=%s", git_ferry.name);
	argv_pushf(&child->env, "GIT_CONFIG_VALUE_1=%s", git_ferry.email);
}

enum way_status way_run(struct child *child, struct strbuf *reason)
{
	int ret;

	child->timeout = WAY_TIMEOUT;
	ret = child_run(child);
	if (!ret)
		return WAY_SAME;
	child_failure(child, reason);
	return ret > 0 ? WAY_DIFFERS : WAY_BROKEN;
}

/* --- all of them ------------------------------------------------------------ */

static int make_mailbox(struct way_input *input)
{
	const struct stage *stage = input->stage;
	struct strbuf cover __free(strbuf_release) = STRBUF_INIT;
	struct mbox mbox = {
		.git = &stage->store.git,
		.series = stage->series.name,
		.target = stage->target.name,
		.base = input->base,
		.tip = input->tip,
		.trailers = "",
	};
	int ret = mbox_cover(&stage->series, &cover);

	mbox.cover = cover.buf;
	if (!ret)
		ret = mbox_make(&mbox, &input->mailbox);
	return ret;
}

void way_by_rule(const char *rule, struct way_end *end)
{
	end->status = WAY_BROKEN;
	if (!strcmp(rule, "same bytes")) {
		end->status = WAY_SAME;
	} else if (!strcmp(rule, "same tokens")) {
		end->status = WAY_TOKENS;
	} else if (!strcmp(rule, "is the port")) {
		strbuf_addstr(&end->reason, rule);
		end->status = WAY_NONE;
	} else if (!strcmp(rule, "left out")) {
		strbuf_addstr(&end->reason, "--method leaves it out");
		end->status = WAY_SKIPPED;
	} else {
		strbuf_addf(&end->reason, "the port stage says '%s' of it", rule);
	}
}

static void way_without_rule(struct way_end *end)
{
	strbuf_addstr(&end->reason, "the series has no rules");
	end->status = WAY_NONE;
}

static void go(const struct way_input *input, enum way way, struct way_end *end)
{
	struct scratch scratch;

	if (!way_tool(way)) {
		strbuf_addf(&end->reason, "%s is not installed", way_name[way]);
		end->status = WAY_SKIPPED;
	} else if (scratch_make(&scratch)) {
		strbuf_addstr(&end->reason, "cannot make a temporary folder: see above");
		end->status = WAY_BROKEN;
	} else {
		end->status = way == WAY_B4 ? way_b4(input, &scratch, &end->reason)
					    : way_quilt(input, &scratch, &end->reason);
		scratch_remove(&scratch);
	}
}

void ways_describe(const struct way_end ends[WAY_NR], struct strbuf *out)
{
	const char *between = "";

	for (int way = 0; way < WAY_NR; way++) {
		if (ends[way].status != WAY_SAME && ends[way].status != WAY_TOKENS)
			continue;
		strbuf_addf(out, "%s%s", between, way_name[way]);
		between = " = ";
	}
	if (out->len)
		strbuf_addf(out, " (same %s)", ends[WAY_SPATCH].status == WAY_TOKENS ?
			    "tokens" : "bytes");
	for (int way = 0; way < WAY_NR; way++) {
		between = out->len ? "; " : "";
		if (ends[way].status == WAY_SKIPPED)
			strbuf_addf(out, "%sSKIP %s: %s", between, way_name[way],
				    ends[way].reason.buf);
		else if (ends[way].status == WAY_DIFFERS || ends[way].status == WAY_BROKEN)
			strbuf_addf(out, "%s%s %s", between,
				    ends[way].status == WAY_DIFFERS ? "FAIL" : "BROKEN",
				    way_name[way]);
	}
}

static json_t *end_json(const struct way_end *end)
{
	if (end->status == WAY_SAME || end->status == WAY_TOKENS)
		return json_string(end->status == WAY_SAME ? "same bytes" : "same tokens");
	return json_text("%s%s", end->status == WAY_SKIPPED ? "SKIP " : "", end->reason.buf);
}

static void note_ways(struct stage *stage, const struct way_end ends[WAY_NR])
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	json_t *json = json_object();

	ways_describe(ends, &words);
	json_object_set_new(json, "words", json_text("%s", words.buf));
	for (int way = 0; way < WAY_NR; way++)
		json_object_set_new(json, way_name[way], end_json(&ends[way]));
	result_fact_json(&stage->result, "ways", json);
}

/* The gravest of them: what differs goes before what could not be tried. */
static int judge_ways(struct stage *stage, const struct way_end ends[WAY_NR])
{
	int left_out = 0;

	for (int way = 0; way < WAY_NR; way++)
		if (ends[way].status == WAY_DIFFERS)
			return stage_fail(stage, "%s does not lead to the port: %s",
					  way_name[way], ends[way].reason.buf);
	for (int way = 0; way < WAY_NR; way++) {
		if (ends[way].status == WAY_BROKEN)
			return stage_broken(stage, "cannot apply the port by %s: %s",
					    way_name[way], ends[way].reason.buf);
		left_out += ends[way].status == WAY_SKIPPED;
	}
	return left_out;
}

int ways_go(struct stage *stage)
{
	enum port_class class = port_class_of(&stage->earlier[STAGE_PORT]);
	struct way_input input = {
		.stage = stage,
		.base = side_commit(stage, SIDE_BEFORE),
		.tip = side_commit(stage, SIDE_AFTER),
		.mailbox = STRBUF_INIT,
		.curated = class == CLASS_EXACT || class == CLASS_OFFSET,
	};
	struct way_end ends[WAY_NR];
	int ret;

	if (make_mailbox(&input)) {
		strbuf_release(&input.mailbox);
		return stage_broken(stage, "cannot make a mailbox of the port: see above");
	}
	input.nr = conf_get_all(&stage->series.info, "series.file", &input.files);
	for (int way = 0; way < WAY_NR; way++) {
		strbuf_init(&ends[way].reason);
		stage_progress(stage, "the way by %s", way_name[way]);
		if (way != WAY_SPATCH)
			go(&input, (enum way)way, &ends[way]);
		else if (series_by_rule(&stage->series))
			way_by_rule(stage_fact(stage, STAGE_PORT, FACT_RULE), &ends[way]);
		else
			way_without_rule(&ends[way]);
	}
	note_ways(stage, ends);
	result_fact(&stage->result, "quilt-patches",
		    input.curated ? "of the branch" : "of the mailbox");
	ret = judge_ways(stage, ends);
	for (int way = 0; way < WAY_NR; way++)
		strbuf_release(&ends[way].reason);
	strbuf_release(&input.mailbox);
	free(input.files);
	return ret;
}
