// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

static void test_parallel(void **state)
{
	struct runner *runner = runner_new();
	struct child children[8];
	double start = now_monotonic();
	int done = 0;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(children); i++) {
		child_init(&children[i]);
		argv_pushl(&children[i].args, "sleep", "1", NULL);
		runner_add(runner, &children[i], count_done, &done);
	}
	assert_int_equal(runner_step(runner, 0), 8);
	while (runner_step(runner, -1))
		;
	assert_int_equal(done, 8);
	assert_true(now_monotonic() - start < 6);
	for (i = 0; i < ARRAY_SIZE(children); i++) {
		assert_int_equal(child_result(&children[i]), 0);
		child_release(&children[i]);
	}
	runner_free(runner);
}

static void test_two_hundred(void **state)
{
	struct runner *runner = runner_new();
	struct child *children = xcalloc(200, sizeof(*children));
	int done = 0, i;

	(void)state;
	for (i = 0; i < 200; i++) {
		child_init(&children[i]);
		argv_push(&children[i].args, "echo");
		argv_pushf(&children[i].args, "%d", i);
		runner_add(runner, &children[i], count_done, &done);
	}
	while (runner_step(runner, -1))
		;
	assert_int_equal(done, 200);
	for (i = 0; i < 200; i++) {
		assert_int_equal(child_result(&children[i]), 0);
		assert_int_equal(pid_in(children[i].out.buf), i);
		child_release(&children[i]);
	}
	free(children);
	runner_free(runner);
}

struct chain {
	struct runner *runner;
	struct child next;
	struct child failing;
	int done;
};

/* runs one child inside the callback of another, then adds two more */
static void continue_chain(struct child *child, void *data)
{
	struct chain *chain = data;
	struct child inner = CHILD_INIT;

	chain->done++;
	assert_int_equal(child_result(child), 0);
	child_release(child);
	argv_pushl(&inner.args, "sleep", "0.3", NULL);
	assert_int_equal(child_run(&inner), 0);
	child_release(&inner);
	argv_push(&chain->next.args, "true");
	runner_add(chain->runner, &chain->next, count_done, &chain->done);
	argv_push(&chain->failing.args, "no-such-program");
	runner_add(chain->runner, &chain->failing, count_done, &chain->done);
}

static void test_callback_may_run_and_add(void **state)
{
	struct chain chain = {
		.next = CHILD_INIT, .failing = CHILD_INIT,
	};
	struct child first = CHILD_INIT, meanwhile = CHILD_INIT;
	double start = now_monotonic();

	(void)state;
	chain.runner = runner_new();
	argv_push(&first.args, "true");
	argv_pushl(&meanwhile.args, "sleep", "0.2", NULL);
	runner_add(chain.runner, &first, continue_chain, &chain);
	runner_add(chain.runner, &meanwhile, count_done, &chain.done);
	while (runner_step(chain.runner, -1))
		;
	assert_int_equal(chain.done, 4);
	assert_int_equal(child_result(&chain.next), 0);
	assert_int_equal(chain.failing.end, RUN_NOT_STARTED);
	assert_true(now_monotonic() - start < 10);
	runner_free(chain.runner);
	child_release(&meanwhile);
	child_release(&chain.next);
	child_release(&chain.failing);
}

static void run_inner(struct child *child, void *data)
{
	struct child inner = CHILD_INIT;

	(void)child;
	(void)data;
	argv_pushl(&inner.args, "sleep", "0.4", NULL);
	assert_int_equal(child_run(&inner), 0);
	child_release(&inner);
}

/* the inner run takes the signal that the other one has ended: no hang */
static void test_inner_run_swallows_a_wake_up(void **state)
{
	struct child first = CHILD_INIT, other = CHILD_INIT;
	struct runner *runner = runner_new();

	(void)state;
	argv_push(&first.args, "true");
	argv_pushl(&other.args, "sleep", "0.2", NULL);
	other.out_mode = RUN_DISCARD;
	other.err_mode = RUN_DISCARD;
	runner_add(runner, &first, run_inner, NULL);
	runner_add(runner, &other, NULL, NULL);
	while (runner_step(runner, 5))
		;
	assert_true(other.seconds < 3);
	runner_free(runner);
	child_release(&first);
	child_release(&other);
}

static void add_next(struct child *child, void *data)
{
	struct chain *chain = data;

	(void)child;
	runner_add(chain->runner, &chain->next, count_done, &chain->done);
}

static void test_kill_all_starts_nothing(void **state)
{
	struct chain chain = { .next = CHILD_INIT };
	struct child child = CHILD_INIT;

	(void)state;
	chain.runner = runner_new();
	argv_push(&chain.next.args, "true");
	argv_pushl(&child.args, "sleep", "1000", NULL);
	runner_add(chain.runner, &child, add_next, &chain);
	runner_kill_all(chain.runner);
	assert_int_equal(chain.done, 1);
	assert_int_equal(chain.next.end, RUN_INTERRUPTED);
	assert_true(chain.next.seconds <= 0);
	runner_free(chain.runner);
	child_release(&child);
	child_release(&chain.next);
}

static void test_kill_all_and_free(void **state)
{
	struct runner *runner = runner_new();
	struct child child = CHILD_INIT;
	int done = 0;

	(void)state;
	shell(&child, "echo $$; exec sleep 1000");
	runner_add(runner, &child, count_done, &done);
	while (!child.out.len)
		runner_step(runner, -1);
	runner_kill_all(runner);
	assert_int_equal(done, 1);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	assert_gone(pid_in(child.out.buf));

	runner_add(runner, &child, count_done, &done);
	runner_free(runner);
	assert_int_equal(done, 2);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	child_release(&child);
	runner_free(NULL);
}

static void test_step_waits_no_longer_than_told(void **state)
{
	struct runner *runner = runner_new();
	struct child child = CHILD_INIT;
	double start = now_monotonic();

	(void)state;
	assert_int_equal(runner_step(runner, -1), 0);
	argv_pushl(&child.args, "sleep", "1000", NULL);
	runner_add(runner, &child, NULL, NULL);
	assert_int_equal(runner_step(runner, 0.2), 1);
	assert_true(now_monotonic() - start >= 0.2);
	assert_true(now_monotonic() - start < 6);
	runner_free(runner);
	child_release(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parallel),
		cmocka_unit_test(test_two_hundred),
		cmocka_unit_test(test_callback_may_run_and_add),
		cmocka_unit_test(test_inner_run_swallows_a_wake_up),
		cmocka_unit_test(test_kill_all_starts_nothing),
		cmocka_unit_test(test_kill_all_and_free),
		cmocka_unit_test(test_step_waits_no_longer_than_told),
	};

	return cmocka_run_group_tests_name("runner", tests, scratch_setup,
					   scratch_teardown);
}
