// SPDX-License-Identifier: GPL-2.0-only
/* merge*.c: a change carried item by item */
#include "t/test.h"
#include "port/merge-items.h"
#include "port/merge-learn.h"
#include "port/merge-run.h"
#include "port/merge.h"

/* --- runs --------------------------------------------------------------------------- */

static struct words words;

static struct run run(const char *text)
{
	struct ctokens tokens;
	struct run out;

	ctokens_lex(&tokens, text, strlen(text));
	out = run_of(&words, &tokens, 0, tokens.nr);
	ctokens_release(&tokens);
	return out;
}

static char *spelled(const struct run *of, size_t begin, size_t end)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = begin; i < end; i++)
		strbuf_addf(&text, "%s%s", i > begin ? " " : "", words.text[of->v[i]]);
	return strbuf_detach(&text);
}

/* expected: "taken out|put in" for each difference, each followed by ';' */
static void assert_differ(const char *a, const char *b, const char *expected)
{
	struct run one = run(a), other = run(b);
	struct strbuf found = STRBUF_INIT;
	struct edits edits;

	runs_differ(&one, &other, &edits);
	for (size_t i = 0; i < edits.nr; i++) {
		char *out = spelled(&one, edits.v[i].a, edits.v[i].a_end);
		char *in = spelled(&other, edits.v[i].b, edits.v[i].b_end);

		strbuf_addf(&found, "%s|%s;", out, in);
		free(out);
		free(in);
	}
	assert_string_equal(found.buf, expected);
	strbuf_release(&found);
	run_release(&one);
	run_release(&other);
	free(edits.v);
}

static void differences(void **state)
{
	(void)state;
	assert_differ("", "", "");
	assert_differ("a b c", "a b c", "");
	assert_differ("", "a b", "|a b;");
	assert_differ("a b", "", "a b|;");
	assert_differ("a b c", "a x c", "b|x;");
	assert_differ("a b c d", "a c d e", "b|;|e;");
	/* no token is there once */
	assert_differ("a a b b a a", "a a b a a", "b|;");
	assert_differ("x x y y x x z z", "x y x z", "x|;y|;x z|;");
	/* a line end in a directive is a token, elsewhere it is none */
	assert_differ("#if A\na", "#if A a", "\n|;|\n;");
	assert_differ("a\nb", "a b", "");
	assert_differ("#define f(x) x\n", "#define f (x) x\n", "( |(;");
}

/* Every alignment must lead from the one to the other. */
static void differences_add_up(void **state)
{
	unsigned int seed = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct run one = { .v = NULL }, other = { .v = NULL }, made = { .v = NULL };
		struct edits edits;
		size_t at = 0;

		for (int i = 0; i < 40; i++) {
			seed = seed * 1103515245 + 12345;
			if (seed >> 16 & 3)
				run_add(&one, seed >> 20 & 7);
			seed = seed * 1103515245 + 12345;
			if (seed >> 16 & 3)
				run_add(&other, seed >> 20 & 7);
		}
		runs_differ(&one, &other, &edits);
		for (size_t i = 0; i < edits.nr; i++) {
			run_copy(&made, &one, at, edits.v[i].a);
			run_copy(&made, &other, edits.v[i].b, edits.v[i].b_end);
			at = edits.v[i].a_end;
		}
		run_copy(&made, &one, at, one.nr);
		assert_true(run_same(&made, &other));
		run_release(&one);
		run_release(&other);
		run_release(&made);
		free(edits.v);
	}
}

/* --- items -------------------------------------------------------------------------- */

/* expected: the names, each followed by ';' */
static void assert_items(const char *text, const char *expected)
{
	struct strbuf file = STRBUF_INIT, names = STRBUF_INIT, whole = STRBUF_INIT;
	struct items items;
	size_t tokens = 0;

	strbuf_addstr(&file, text);
	items_cut(&items, &words, &file);
	for (size_t i = 0; i < items.nr; i++) {
		const struct item *item = &items.v[i];

		strbuf_addf(&names, "%s;", item->name);
		strbuf_add(&whole, file.buf + item->begin, item->stop - item->begin);
		assert_int_equal(item->first, tokens);
		tokens = item->end;
	}
	assert_string_equal(names.buf, expected);
	assert_string_equal(whole.buf, text);
	assert_int_equal(tokens, items.tokens.nr);
	items_release(&items);
	strbuf_release(&file);
	strbuf_release(&names);
	strbuf_release(&whole);
}

static void items_have_names(void **state)
{
	(void)state;
	assert_items("int a;\nstatic int b = 1, c;\n", "a;b;");
	assert_items("int f(int x)\n{\n\treturn g(x);\n}\nint h(void);\n", "f;h;");
	assert_items("struct s {\n\tint a;\n};\nstruct s s = { .a = 1 };\n", "struct s;s;");
	assert_items("enum { A, B } e;\ntypedef struct { int x; } t;\nenum { C, D };\n",
		     "e;t;enum { C ,;");
	assert_items("#include <a.h>\n#define M(x) \\\n\t(x)\n#undef M\n",
		     "# include <a.h>;# define M;# undef M;");
	assert_items("DEFINE_MUTEX(lock);\nmodule_init(f);\n", "DEFINE_MUTEX ( lock;module_init;");
	/* an attribute is no name, but a name may look like one */
	assert_items("static void __printf(1, 2) f(int a)\n{\n}\n", "f;");
	assert_items("static void __f(int a)\n{\n}\nint g(int a) __acquires(a)\n{\n}\n", "__f;g;");
	/* branches of an #if in a function */
	assert_items("#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n\tg();\n}\nint h;\n",
		     "# ifdef A;f;h;");
	/* a comment behind a declaration is a part of it, one above of the next */
	assert_items("int a; /* a */\n/* b */\nint b; /* b,\n\t* too */\nint c;", "a;b;c;");
}

/* --- names -------------------------------------------------------------------------- */

static void assert_learned(const char *base, const char *ours, const char *from,
			   const char *to)
{
	struct run one = run(base), other = run(ours), name = run(from), wanted = run(to);
	struct learner learner = { .words = &words };
	struct renames renames;

	learn_pair(&learner, &one, &other);
	learned(&learner, 1, 100, &renames);
	assert_int_equal(renames_get(&renames, name.v[0]), wanted.v[0]);
	renames_release(&renames);
	learner_release(&learner);
	run_release(&one);
	run_release(&other);
	run_release(&name);
	run_release(&wanted);
}

static void names_are_learned(void **state)
{
	(void)state;
	assert_learned("f(new_a); g();", "f(old_a); g();", "new_a", "old_a");
	/* the older branch has the newer name, too, or the other way round */
	assert_learned("f(x1); g();", "f(x2); g(); h(x1);", "x1", "x1");
	assert_learned("f(y1); g(); h(y2);", "f(y2); g(); h(y2);", "y1", "y1");
	/* twice, and not the same */
	assert_learned("f(z1); g(); h(z1);", "f(z2); g(); h(z3);", "z1", "z1");
	/* two that become one */
	assert_learned("f(v1); g(); h(v2);", "f(v3); g(); h(v3);", "v1", "v1");
	/* a keyword is no name */
	assert_learned("return w1; g();", "goto w1; g();", "return", "return");
}

/* --- blocks ------------------------------------------------------------------------- */

static void assert_blocks(const char *ours, const char *base, const char *theirs,
			  const char *expected)
{
	struct run o = run(ours), b = run(base), t = run(theirs), out = { .v = NULL };
	struct run wanted = run(expected);
	struct merge_blocks blocks;

	assert_int_equal(merge_runs(".", &o, &b, &t, &out), MERGE_CONFLICT);
	if (*expected) {
		assert_int_equal(merge_blocks(".", &o, &b, &t, &out, &blocks), MERGE_CLEAN);
		assert_true(run_same(&out, &wanted));
	} else {
		assert_int_equal(merge_blocks(".", &o, &b, &t, &out, &blocks), MERGE_CONFLICT);
	}
	run_release(&o);
	run_release(&b);
	run_release(&t);
	run_release(&out);
	run_release(&wanted);
}

static void blocks_follow_the_older_branch(void **state)
{
	(void)state;
	/* what goes is there in another form */
	assert_blocks("a(); one(1, p->x, 3); z();", "a(); one(1, x, 3); z();", "a(); z();",
		      "a(); z();");
	/* what moves, too */
	assert_blocks("a(); one(1, p->x, 3); z(9, 8, 7, 6, 5, 4, 3, 2, 1); end();",
		      "a(); one(1, x, 3); z(9, 8, 7, 6, 5, 4, 3, 2, 1); end();",
		      "a(); z(9, 8, 7, 6, 5, 4, 3, 2, 1); one(1, x, 3); end();",
		      "a(); z(9, 8, 7, 6, 5, 4, 3, 2, 1); one(1, p->x, 3); end();");
	/* something else stands there */
	assert_blocks("a(); quite; different; and; long; z();", "a(); one(1, x, 3); z();",
		      "a(); z();", "");
}

/* --- files -------------------------------------------------------------------------- */

static const char *known_names = "";

static int look_up(void *data, const struct argv *names, struct argv *known)
{
	(void)data;
	for (size_t i = 0; i < names->nr; i++)
		if (strstr(known_names, names->v[i]))
			argv_push(known, names->v[i]);
	return 0;
}

static enum merged merge(const char *base, const char *theirs, const char *ours,
			 struct merge *out)
{
	struct strbuf text[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	struct merge_names names = { look_up, NULL };
	enum merged end;

	strbuf_addstr(&text[0], base);
	strbuf_addstr(&text[1], theirs);
	strbuf_addstr(&text[2], ours);
	*out = (struct merge)MERGE_INIT;
	out->path = "a.c";
	out->dir = ".";
	out->base = &text[0];
	out->theirs = &text[1];
	out->ours = &text[2];
	out->names = &names;
	end = merge_file(out);
	for (size_t i = 0; i < 3; i++)
		strbuf_release(&text[i]);
	return end;
}

static void assert_merged(const char *base, const char *theirs, const char *ours,
			  const char *expected)
{
	struct merge out;

	assert_int_equal(merge(base, theirs, ours, &out), MERGED);
	assert_string_equal(out.text.buf, expected);
	for (size_t i = 0; i < out.unknown.nr; i++)
		assert_true(argv_has(&out.added, out.unknown.v[i]));
	merge_release(&out);
}

static void assert_refused(const char *base, const char *theirs, const char *ours,
			   const char *why)
{
	struct merge out;

	assert_int_equal(merge(base, theirs, ours, &out), MERGED_NOT);
	assert_non_null(strstr(out.why.buf, why));
	merge_release(&out);
}

#define F(body) "int f(int a)\n{\n" body "}\n"

static void layout_and_comments_stay(void **state)
{
	(void)state;
	/* neither lines nor indents are the same */
	assert_merged(F("\tone(a);\n\ttwo(a);\n"), F("\tone(a, 1);\n\ttwo(a);\n"),
		      F("\tone( a ); /* why */\n\n\ttwo (a);\n"),
		      F("\tone( a, 1); /* why */\n\n\ttwo (a);\n"));
	/* a comment of the change comes along */
	assert_merged(F("\tone(a);\n\ttwo(a);\n"),
		      F("\tone(a);\n\t/* new */\n\tthree();\n\ttwo(a);\n"),
		      "void three(void);\n" F("\tone( a );\n\ttwo( a );\n"),
		      "void three(void);\n"
		      F("\tone( a );\n\t/* new */\n\tthree();\n\ttwo( a );\n"));
}

static void items_come_and_go(void **state)
{
	static const char both[] = "int a;\n\n" F("\treturn a;\n") "\nint z;\n";

	(void)state;
	assert_merged(both, "int a;\n\n/* b */\nint b;\n\n" F("\treturn a;\n") "\nint z;\n",
		      "int a; /* a */\nint other;\n\n" F("\treturn a;\n") "\nint z;\n",
		      "int a; /* a */\n\n/* b */\nint b;\nint other;\n\n" F("\treturn a;\n")
		      "\nint z;\n");
	assert_merged(both, "int a;\n\nint z;\n", "int y;\n" F("\treturn   a;\n") "int z;\n",
		      "int y;\nint z;\n");
	assert_refused(both, "int a;\n\nint z;\n",
		       "int y;\n" F("\treturn a + 1;\n") "int z;\n",
		       "a.c, line 2: the change removes f()");
	assert_refused(both, "int a;\nint b;\n\n" F("\treturn a;\n") "\nint z;\n",
		       "int a;\nlong b;\n\n" F("\treturn a;\n") "\nint z;\n",
		       "a.c, line 2: the change adds the declaration of b");
	assert_refused(both, "int a;\n\n" F("\treturn a + 1;\n") "\nint z;\n", "int a;\nint z;\n",
		       "f(), which the tree's file does not have");
}

static void conflicts_are_named(void **state)
{
	(void)state;
	assert_refused(F("\tone(a);\n"), F("\tone(a, 1);\n"), F("\tone(a, 2);\n"),
		       "a.c, f(), line 3: ");
}

static void names_must_be_known(void **state)
{
	struct merge out;

	(void)state;
	known_names = "header_has_it";
	assert_merged(F("\tone(a);\n"), F("\tone(a);\n\theader_has_it(a);\n"),
		      F("\tone( a );\n"), F("\tone( a );\n\theader_has_it(a);\n"));
	known_names = "";
	assert_int_equal(merge(F("\tone(a);\n"), F("\tone(a);\n\theader_has_it(a);\n"),
			       F("\tone( a );\n"), &out), MERGED);
	assert_int_equal(out.unknown.nr, 1);
	assert_string_equal(out.unknown.v[0], "header_has_it");
	merge_release(&out);
	/* declared by the change itself */
	assert_int_equal(merge(F("\tone(a);\n"), F("\tint fresh = 1;\n\n\tone(fresh);\n"),
			       F("\tone( a );\n"), &out), MERGED);
	assert_true(argv_has(&out.added, "fresh"));
	merge_release(&out);
	/* a variable of the newer function */
	known_names = "left";
	assert_refused(F("\tint left = a;\n\n\tone(a);\n\ttwo();\n"),
		       F("\tint left = a;\n\n\tone(a);\n\ttwo(left);\n"),
		       F("\tone( a );\n\ttwo();\n"), "'left' in f()");
}

static void what_is_there_is_said(void **state)
{
	struct merge out;

	(void)state;
	assert_int_equal(merge(F("\tone(a);\n"), F("\tone(a, 1);\n"), F("\tone( a, 1 );\n"), &out),
			 MERGED);
	assert_int_equal(out.notes.nr, 1);
	assert_string_equal(out.notes.v[0], "f() has the change already");
	merge_release(&out);
}

static int teardown(void **state)
{
	words_release(&words);
	return scratch_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences),
		cmocka_unit_test(differences_add_up),
		cmocka_unit_test(items_have_names),
		cmocka_unit_test(names_are_learned),
		cmocka_unit_test(blocks_follow_the_older_branch),
		cmocka_unit_test(layout_and_comments_stay),
		cmocka_unit_test(items_come_and_go),
		cmocka_unit_test(conflicts_are_named),
		cmocka_unit_test(names_must_be_known),
		cmocka_unit_test(what_is_there_is_said),
	};

	return cmocka_run_group_tests(tests, scratch_setup, teardown);
}
