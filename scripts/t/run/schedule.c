// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "run/schedule.h"

#define STAGES 3

/*
 * A runner without processes: "a0" is stage 0 of target a. What runs ends in
 * the order in which it began, each with PASS unless @ends says otherwise, as
 * in "a1=F b0=S": F FAIL, B BROKEN, S SKIP, N N/A, J a FAIL
 * that can be judged further. What happened is written down as
 * "+a0 -a0".
 */
struct fake {
	struct schedule schedule;
	struct strbuf log;
	size_t running[16];
	size_t nr;
	unsigned int most;
	const char *ends;
};

static void plan(struct fake *fake, const char *targets, unsigned int slots,
		 bool keep_going, const char *ends)
{
	static const char * const names[] = { "a", "b", "c" };

	*fake = (struct fake){ .log = STRBUF_INIT, .ends = ends };
	schedule_init(&fake->schedule, slots, keep_going);
	for (size_t i = 0; targets[i]; i++) {
		size_t needs = SCHEDULE_NONE;

		for (unsigned int stage = 0; stage < STAGES; stage++)
			needs = schedule_add(&fake->schedule, names[targets[i] - 'a'],
					     stage, needs);
	}
}

static void note_task(struct fake *fake, char sign, size_t index)
{
	const struct task *task = &fake->schedule.tasks[index];

	strbuf_addf(&fake->log, "%s%c%s%u", fake->log.len ? " " : "", sign,
		    task->target, task->stage);
}

static char letter_of(const struct fake *fake, size_t index)
{
	const struct task *task = &fake->schedule.tasks[index];
	char *key __free(free_text) = xstrfmt("%s%u=", task->target, task->stage);
	const char *found = strstr(fake->ends, key);

	return found ? found[3] : 'P';
}

static enum verdict end_of(const struct fake *fake, size_t index)
{
	switch (letter_of(fake, index)) {
	case 'F':
		return VERDICT_FAIL;
	case 'B':
		return VERDICT_BROKEN;
	case 'J':
		return VERDICT_FAIL;
	case 'S':
		return VERDICT_SKIP;
	case 'N':
		return VERDICT_NA;
	default:
		return VERDICT_PASS;
	}
}

static void run(struct fake *fake)
{
	size_t index;

	while (schedule_busy(&fake->schedule)) {
		while ((index = schedule_next(&fake->schedule)) != SCHEDULE_NONE) {
			note_task(fake, '+', index);
			fake->running[fake->nr++] = index;
		}
		if (fake->nr > fake->most)
			fake->most = (unsigned int)fake->nr;
		/* busy means that something runs by now */
		assert_true(fake->nr > 0);
		index = fake->running[0];
		memmove(fake->running, fake->running + 1,
			--fake->nr * sizeof(*fake->running));
		note_task(fake, '-', index);
		schedule_finish(&fake->schedule, index, end_of(fake, index),
				letter_of(fake, index) == 'J' ||
				verdict_goes_on(end_of(fake, index)));
	}
	assert_int_equal(fake->nr, 0);
	assert_int_equal(fake->schedule.running, 0);
	assert_int_equal(schedule_next(&fake->schedule), SCHEDULE_NONE);
}

static void assert_run(const char *targets, unsigned int slots, bool keep_going,
		       const char *ends, const char *expected)
{
	struct fake fake;

	plan(&fake, targets, slots, keep_going, ends);
	run(&fake);
	assert_string_equal(fake.log.buf, expected);
	assert_true(fake.most <= (slots ? slots : 1));
	schedule_release(&fake.schedule);
	strbuf_release(&fake.log);
}

static void one_after_the_other(void **state)
{
	(void)state;
	assert_run("a", 4, false, "", "+a0 -a0 +a1 -a1 +a2 -a2");
	/* a target that has begun goes on before another one begins */
	assert_run("ab", 1, false, "",
		   "+a0 -a0 +a1 -a1 +a2 -a2 +b0 -b0 +b1 -b1 +b2 -b2");
	assert_run("ab", 0, false, "",
		   "+a0 -a0 +a1 -a1 +a2 -a2 +b0 -b0 +b1 -b1 +b2 -b2");
}

static void what_is_not_applicable_stops_nothing(void **state)
{
	(void)state;
	assert_run("ab", 1, false, "a0=N a1=N",
		   "+a0 -a0 +a1 -a1 +a2 -a2 +b0 -b0 +b1 -b1 +b2 -b2");
}

static void what_can_be_judged_further_goes_on(void **state)
{
	(void)state;
	assert_run("ab", 1, false, "a0=J a1=J",
		   "+a0 -a0 +a1 -a1 +a2 -a2 +b0 -b0 +b1 -b1 +b2 -b2");
}

static void side_by_side(void **state)
{
	(void)state;
	assert_run("ab", 2, false, "",
		   "+a0 +b0 -a0 +a1 -b0 +b1 -a1 +a2 -b1 +b2 -a2 -b2");
	assert_run("abc", 2, false, "",
		   "+a0 +b0 -a0 +a1 -b0 +b1 -a1 +a2 -b1 +b2 -a2 +c0 -b2 -c0 +c1 -c1 +c2 -c2");
}

/* two series of one target, whose trees they share */
static void one_at_a_time_of_a_target(void **state)
{
	(void)state;
	assert_run("aa", 4, false, "",
		   "+a0 -a0 +a1 -a1 +a2 -a2 +a0 -a0 +a1 -a1 +a2 -a2");
	assert_run("aab", 2, false, "",
		   "+a0 +b0 -a0 +a1 -b0 +b1 -a1 +a2 -b1 +b2 -a2 +a0 -b2 -a0 +a1 -a1 +a2 -a2");
}

static void nothing_to_do(void **state)
{
	(void)state;
	assert_run("", 2, false, "", "");
}

static void failure_stops_what_has_not_begun(void **state)
{
	(void)state;
	assert_run("ab", 1, false, "a1=F", "+a0 -a0 +a1 -a1");
	assert_run("ab", 1, false, "a1=B", "+a0 -a0 +a1 -a1");
	/* what runs is let run to its end */
	assert_run("ab", 2, false, "a0=F", "+a0 +b0 -a0 -b0");
}

static void keep_going_leaves_others_alone(void **state)
{
	(void)state;
	assert_run("ab", 1, true, "a1=F",
		   "+a0 -a0 +a1 -a1 +b0 -b0 +b1 -b1 +b2 -b2");
	assert_run("ab", 2, true, "a0=B", "+a0 +b0 -a0 -b0 +b1 -b1 +b2 -b2");
}

static void skip_stops_its_own_target_only(void **state)
{
	(void)state;
	assert_run("ab", 1, false, "a0=S", "+a0 -a0 +b0 -b0 +b1 -b1 +b2 -b2");
}

static void dropped_tasks_say_so(void **state)
{
	struct fake fake;

	(void)state;
	plan(&fake, "ab", 1, true, "a0=F");
	run(&fake);
	assert_int_equal(fake.schedule.tasks[0].state, TASK_DONE);
	assert_int_equal(fake.schedule.tasks[0].verdict, VERDICT_FAIL);
	for (size_t i = 1; i < STAGES; i++) {
		assert_int_equal(fake.schedule.tasks[i].state, TASK_DROPPED);
		assert_int_equal(fake.schedule.tasks[i].verdict, VERDICT_SKIP);
	}
	for (size_t i = STAGES; i < fake.schedule.nr; i++) {
		assert_int_equal(fake.schedule.tasks[i].state, TASK_DONE);
		assert_int_equal(fake.schedule.tasks[i].verdict, VERDICT_PASS);
	}
	schedule_release(&fake.schedule);
	strbuf_release(&fake.log);
}

static void slots_are_never_exceeded(void **state)
{
	struct fake fake;

	(void)state;
	for (unsigned int slots = 1; slots < 5; slots++) {
		plan(&fake, "abc", slots, true, "b1=F");
		run(&fake);
		assert_int_equal(fake.most, slots < 3 ? slots : 3);
		schedule_release(&fake.schedule);
		strbuf_release(&fake.log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(what_is_not_applicable_stops_nothing),
		cmocka_unit_test(what_can_be_judged_further_goes_on),
		cmocka_unit_test(side_by_side),
		cmocka_unit_test(one_at_a_time_of_a_target),
		cmocka_unit_test(nothing_to_do),
		cmocka_unit_test(failure_stops_what_has_not_begun),
		cmocka_unit_test(keep_going_leaves_others_alone),
		cmocka_unit_test(skip_stops_its_own_target_only),
		cmocka_unit_test(dropped_tasks_say_so),
		cmocka_unit_test(slots_are_never_exceeded),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
