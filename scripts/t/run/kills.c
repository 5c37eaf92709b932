// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "run/kills.h"

/*
 * A mutant and what was found of it, each "LAYER WORDS", ended by NULL: a layer that is
 * not among those that were @run has found nothing, and nobody knows.
 */
struct made {
	struct mutant mutant;
	struct kill kill;
	struct strbuf words;
};

static enum layer layer_of(const char *text)
{
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		if (starts_with(text, layer_name[layer]))
			return layer;
	fail_msg("'%s' begins with no layer", text);
	return LAYER_NR;
}

static void push(struct argv lists[LAYER_NR], const char *const *texts)
{
	for (; *texts; texts++) {
		enum layer layer = layer_of(*texts);

		argv_push(&lists[layer], *texts + strlen(layer_name[layer]) + 1);
	}
}

static void judge(struct made *made, const char *run, const char *const *expect,
		  const char *const *found, const char *equivalent, const char *broken)
{
	char name[] = "m", target[] = "6.1.y", mistake[] = "a mistake";

	*made = (struct made){ .words = STRBUF_INIT };
	made->mutant.name = xstrdup(name);
	made->mutant.target = xstrdup(target);
	made->mutant.mistake = xstrdup(mistake);
	made->mutant.equivalent = equivalent ? xstrdup(equivalent) : NULL;
	made->kill.mutant = &made->mutant;
	made->kill.broken = broken ? xstrdup(broken) : NULL;
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		argv_init(&made->mutant.expect[layer]);
		argv_init(&made->kill.found[layer]);
		if (strstr(run, layer_name[layer]))
			made->kill.fate[layer] = FATE_NOTHING;
	}
	push(made->mutant.expect, expect);
	push(made->kill.found, found);
	kill_judge(&made->kill);
	kill_words(&made->kill, &made->words);
}

static void done(struct made *made)
{
	kill_release(&made->kill);
	mutant_release(&made->mutant);
	strbuf_release(&made->words);
}

#define LIST(...) ((const char *const []){ __VA_ARGS__ __VA_OPT__(,) NULL })

static void killed_by_each_layer_that_it_names(void **state)
{
	struct made made;

	(void)state;
	judge(&made, "gate check boot", LIST("gate breaks", "boot one"),
	      LIST("gate it breaks an invariant", "boot one: freed in flight"), NULL, NULL);
	assert_int_equal(made.kill.fate[LAYER_GATE], FATE_KILLED);
	assert_int_equal(made.kill.fate[LAYER_CHECK], FATE_NOTHING);
	assert_int_equal(made.kill.fate[LAYER_EXPLORE], FATE_NOT_ASKED);
	assert_int_equal(made.kill.fate[LAYER_BOOT], FATE_KILLED);
	assert_int_equal(kill_status(&made.kill), EXIT_PASS);
	assert_true(kill_by_running(&made.kill));
	assert_string_equal(made.words.buf, "");
	done(&made);
}

static void one_layer_is_not_enough(void **state)
{
	struct made made;

	(void)state;
	judge(&made, "gate boot", LIST("gate breaks", "boot one"),
	      LIST("gate it breaks an invariant"), NULL, NULL);
	assert_int_equal(made.kill.fate[LAYER_BOOT], FATE_SURVIVES);
	assert_int_equal(kill_status(&made.kill), EXIT_FAIL);
	assert_false(kill_by_running(&made.kill));
	assert_string_equal(made.words.buf, "boot does not find 'one'");
	done(&made);
	/* what it finds has to be what it is to find: another test, other words */
	judge(&made, "gate boot", LIST("gate breaks", "boot one"),
	      LIST("gate the shape is unknown", "boot one-more: x"), NULL, NULL);
	assert_int_equal(made.kill.fate[LAYER_GATE], FATE_SURVIVES);
	assert_int_equal(made.kill.fate[LAYER_BOOT], FATE_SURVIVES);
	assert_string_equal(made.words.buf,
			    "gate does not find 'breaks', it finds: the shape is unknown; boot does not find 'one', it finds: one-more: x");
	done(&made);
	/* all of them */
	judge(&made, "boot", LIST("boot one", "boot two"), LIST("boot one: x"), NULL, NULL);
	assert_int_equal(kill_status(&made.kill), EXIT_FAIL);
	done(&made);
}

static void what_was_not_run_kills_nothing(void **state)
{
	struct made made;

	(void)state;
	judge(&made, "gate", LIST("gate breaks", "explore freed"), LIST("gate breaks"), NULL,
	      NULL);
	assert_int_equal(made.kill.fate[LAYER_EXPLORE], FATE_UNKNOWN);
	assert_int_equal(kill_status(&made.kill), EXIT_BROKEN);
	assert_string_equal(made.words.buf, "explore was not run");
	done(&made);
	judge(&made, "gate", LIST("gate breaks"), LIST("gate breaks"), NULL,
	      "check BROKEN: does not compile");
	assert_int_equal(kill_status(&made.kill), EXIT_BROKEN);
	assert_string_equal(made.words.buf, "check BROKEN: does not compile");
	done(&made);
	/* a survivor is graver */
	judge(&made, "gate", LIST("gate breaks"), LIST(), NULL, "check BROKEN: x");
	assert_int_equal(kill_status(&made.kill), EXIT_FAIL);
	done(&made);
}

static void equivalent_ones(void **state)
{
	struct made made;

	(void)state;
	judge(&made, "gate check boot", LIST(), LIST("gate another form"), "a reason", NULL);
	assert_int_equal(made.kill.fate[LAYER_GATE], FATE_ALSO);
	assert_int_equal(kill_status(&made.kill), EXIT_PASS);
	done(&made);
	judge(&made, "gate check boot", LIST(), LIST("boot one: leaked"), "a reason", NULL);
	assert_int_equal(kill_status(&made.kill), EXIT_FAIL);
	assert_string_equal(made.words.buf,
			    "it is said to be equivalent, and boot finds: one: leaked");
	done(&made);
}

static void as_json(void **state)
{
	struct made made;
	json_t *json, *layers;

	(void)state;
	judge(&made, "gate", LIST("gate breaks"), LIST("gate it breaks"), NULL, NULL);
	json = kill_json(&made.kill);
	assert_non_null(json);
	layers = json_object_get(json, "layers");
	assert_true(json_is_true(json_object_get(json, "passed")));
	assert_true(json_is_null(json_object_get(json, "equivalent")));
	assert_string_equal(json_string_value(json_object_get(json_object_get(layers, "gate"),
							      "fate")), "killed");
	json_decref(json);
	done(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_by_each_layer_that_it_names),
		cmocka_unit_test(one_layer_is_not_enough),
		cmocka_unit_test(what_was_not_run_kills_nothing),
		cmocka_unit_test(equivalent_ones),
		cmocka_unit_test(as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
