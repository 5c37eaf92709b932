// SPDX-License-Identifier: GPL-2.0-only
/* Running a file's own text against shims, see explore.h */
#include "stage/explore.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/scratch.h"
#include "data/function.h"
#include "process/run.h"

/* seconds for all executions, and more than that until the sandbox is given up */
#define EXPLORE_SECONDS 60
#define COMPILE_SECONDS 120

/* MiB that a stranger's text may use */
#define MEMORY 4096

#define COMPILER "-std=gnu11", "-g", "-fno-omit-frame-pointer", "-fno-builtin",	\
	"-fno-strict-aliasing", "-no-pie", "-fno-pie"

static const char * const tools[] = { "bwrap", "gcc", "addr2line", NULL };

/* One look at one text. */
struct look {
	const struct explore *explore;
	struct scratch scratch;
	struct functions functions;
	struct ctokens tokens;
	struct strbuf *words;
};

int explore_inputs(const char *root, struct digest *digest)
{
	char *engine __free(free_text) = xstrfmt("%s/ci/explore", root);

	if (!dir_exists(engine))
		return 0;
	digest_add_tools(digest, tools);
	return digest_add_path(digest, engine);
}

/* --- the text ----------------------------------------------------------------- */

/* The shims stand for all that is included; the lines stay. */
static void blank_includes(const struct ctokens *tokens, char *text)
{
	for (size_t i = 0; i + 1 < tokens->nr; i++) {
		const struct ctoken *token = &tokens->v[i];
		size_t end = i;

		if (!token->directive || !ctoken_is(token, "#") ||
		    !ctoken_is(&tokens->v[i + 1], "include"))
			continue;
		while (end + 1 < tokens->nr && tokens->v[end].kind != CTOKEN_NEWLINE)
			end++;
		for (size_t at = token->offset; at < tokens->v[end].offset; at++)
			if (text[at] != '\n')
				text[at] = ' ';
	}
}

/* What the users of the text are called is up to the series: adapter.h. */
static int write_text(struct look *look)
{
	const struct strbuf *text = look->explore->text;
	struct strbuf whole __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = NULL;
	size_t begin;

	strbuf_addstr(&whole, "#define EXPLORE_TEXT\n#include \"shims.h\"\n#line 1 \"text\"\n");
	begin = whole.len;
	strbuf_add(&whole, text->buf, text->len);
	blank_includes(&look->tokens, whole.buf + begin);
	strbuf_addstr(&whole, "\n#line 1 \"adapter\"\n");
	for (size_t i = 0; i < look->functions.nr; i++) {
		const struct ctoken *name = look->functions.v[i].name;

		strbuf_addf(&whole, "#define HAVE_%.*s 1\n", (int)name->len, name->text);
	}
	strbuf_addstr(&whole, "#include \"adapter.h\"\nvoid explore_text_end(void)\n{\n}\n");
	return scratch_file(&look->scratch, "text.c", &whole, &path);
}

/* --- the sandbox -------------------------------------------------------------- */

/* The text can read the engine and write the scratch folder. */
static void sandbox(const struct look *look, struct child *child, double seconds)
{
	child->as = RUN_BOXED;
	child->memory = MEMORY;
	child->timeout = seconds;
	child->grace = 0;
	argv_pushf(&child->reads, "%s/ci/explore", look->explore->root);
	child->dir = child_write(child, look->scratch.dir);
}

static void push_compiler(const struct look *look, struct child *child, const char *optimise)
{
	argv_pushl(&child->args, "gcc", COMPILER, optimise, NULL);
	argv_pushf(&child->args, "-I%s/ci/explore", look->explore->root);
	argv_pushf(&child->args, "-I%s/ci/explore/%s", look->explore->root,
		   look->explore->series->name);
}

static int broken(struct look *look, const struct child *child, const char *what)
{
	strbuf_addf(look->words, "%s: ", what);
	child_failure(child, look->words);
	return -1;
}

static int find_tools(struct look *look)
{
	for (size_t i = 0; tools[i]; i++) {
		if (program_exists(tools[i]) || (run_trusts() && !strcmp(tools[i], "bwrap")))
			continue;
		strbuf_addf(look->words, "%s: there is no '%s'; ferry doctor names the package",
			    i ? "cannot compile" : "no sandbox", tools[i]);
		return -1;
	}
	return 0;
}

/* --- what the compiler says ------------------------------------------------------ */

/* What is between the first pair of quotes, or NULL. */
static char *quoted(const char *text)
{
	const char *begin = strchr(text, '\''), *end = begin ? strchr(begin + 1, '\'') : NULL;

	return end ? xstrndup(begin + 1, (size_t)(end - begin - 1)) : NULL;
}

static void say_where(const struct look *look, unsigned int line, const char *how)
{
	char *function __free(free_text) = ctokens_function_at(&look->tokens, line);

	if (function)
		strbuf_addf(look->words, ", %s %s() in line %u", how, function, line);
	else if (line)
		strbuf_addf(look->words, ", in line %u", line);
}

static void say_error(const struct look *look, unsigned int line, const char *message)
{
	static const struct {
		const char *words, *kind, *how;
	} missing[] = {
		{ "implicit declaration of function", "function", "called by" },
		{ "unknown type name", "type", "used by" },
		{ "undeclared", "name", "used by" },
		{ "has no member named", "member", "used by" },
		{ "storage size", "type of", "used by" },
	};
	char *name __free(free_text) = quoted(message);

	for (size_t i = 0; name && i < ARRAY_SIZE(missing); i++) {
		const char *last = strstr(message, missing[i].words);

		char *member __free(free_text) = last ? quoted(last) : NULL;

		if (!last)
			continue;
		strbuf_addf(look->words, "the shims miss %s '%s'", missing[i].kind,
			    member ? member : name);
		say_where(look, line, missing[i].how);
		return;
	}
	strbuf_addf(look->words, "it does not compile against the shims: %s", message);
	say_where(look, line, "in");
}

/* The first error, and how many more there are. */
static void say_errors(const struct look *look, const struct strbuf *said)
{
	static const char mark[] = "error: ";
	const char *cursor = said->buf, *line;
	unsigned int nr = 0;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *text __free(free_text) = xstrndup(line, len);
		const char *message = strstr(text, mark);

		if (!message || nr++)
			continue;
		say_error(look, starts_with(text, "text:") ?
			  (unsigned int)strtoul(text + strlen("text:"), NULL, 10) : 0,
			  message + strlen(mark));
	}
	if (nr > 1)
		strbuf_addf(look->words, "; and %u more", nr - 1);
}

/* Whether something was declared, by the text itself perhaps, that nobody defines. */
static bool say_undefined(const struct look *look, const struct strbuf *said)
{
	static const char mark[] = "undefined reference to `";
	const char *name = strstr(said->buf, mark), *line = name;

	if (!name)
		return false;
	while (line > said->buf && line[-1] != '\n')
		line--;
	line = strstr(line, "text:");
	name += strlen(mark);
	strbuf_addf(look->words, "the shims miss function '%.*s'", (int)strcspn(name, "'"), name);
	say_where(look, line && line < name ?
		  (unsigned int)strtoul(line + strlen("text:"), NULL, 10) : 0, "called by");
	return true;
}

/* Each access to memory is a call: the engine has its own idea of what may be used. */
static enum explored compile_text(struct look *look)
{
	struct child child __free(child_release) = CHILD_INIT;
	int ret;

	sandbox(look, &child, COMPILE_SECONDS);
	push_compiler(look, &child, "-O1");
	argv_pushl(&child.args, "-fno-inline",
		   "-fno-optimize-sibling-calls", "-fno-toplevel-reorder",
		   "-fsanitize=kernel-address",
		   "--param", "asan-instrumentation-with-call-threshold=0",
		   "--param", "asan-stack=0", "--param", "asan-globals=0",
		   "-Werror=implicit-function-declaration", "-Werror=implicit-int",
		   "-Werror=incompatible-pointer-types", "-Werror=int-conversion", NULL);
	argv_pushl(&child.args, "-c", "text.c", NULL);
	ret = child_run(&child);
	if (!ret)
		return EXPLORED_RIGHT;
	if (ret > 0 && strstr(child.err.buf, "error: ")) {
		say_errors(look, &child.err);
		return EXPLORED_UNKNOWN;
	}
	broken(look, &child, "cannot compile the text");
	return EXPLORED_BROKEN;
}

/* All there is in a folder of the engine. */
static int push_sources(const struct look *look, const char *below, struct argv *args)
{
	char *dir __free(free_text) = xstrfmt("%s/ci/explore%s", look->explore->root, below);
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = folder_list(dir, "*.c", &paths);

	for (size_t i = 0; i < paths.nr; i++)
		argv_push(args, paths.v[i]);
	return ret;
}

static enum explored compile_engine(struct look *look)
{
	const char *series = look->explore->series->name;
	struct child child __free(child_release) = CHILD_INIT;
	struct strbuf below __free(strbuf_release) = STRBUF_INIT;

	sandbox(look, &child, COMPILE_SECONDS);
	push_compiler(look, &child, "-O2");
	argv_pushl(&child.args, "text.o", "-Wl,-z,now", "-o", "explore", NULL);
	strbuf_addf(&below, "/%s", series);
	if (push_sources(look, "", &child.args) || push_sources(look, below.buf, &child.args)) {
		strbuf_addf(look->words, "cannot read '%s/ci/explore'", look->explore->root);
		return EXPLORED_BROKEN;
	}
	if (!child_run(&child))
		return EXPLORED_RIGHT;
	if (say_undefined(look, &child.err))
		return EXPLORED_UNKNOWN;
	broken(look, &child, "cannot compile the explorer");
	return EXPLORED_BROKEN;
}

/* --- what the explorer says -------------------------------------------------------- */

/* "at FUNCTION LINE", innermost first */
static void add_place(struct strbuf *words, const char *text, bool first)
{
	size_t len = strcspn(text, " ");

	strbuf_addf(words, "%s %.*s() line %s", first ? ", in" : ", called by", (int)len, text,
		    text + len + (text[len] == ' '));
}

/* The word comes before the places and is said behind them. */
static void end_finding(struct strbuf *words, char **replay)
{
	if (*replay)
		strbuf_addf(words, "; replay %s", *replay);
	free(*replay);
	*replay = NULL;
}

static unsigned int add_findings(struct strbuf *words, const struct strbuf *said, char **done)
{
	const char *cursor = said->buf, *line;
	char *replay = NULL;
	unsigned int nr = 0, places = 0;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *text __free(free_text) = xstrndup(line, len);

		if (starts_with(text, "finding ")) {
			end_finding(words, &replay);
			strbuf_addf(words, "%s%s", nr++ ? "\n" : "", text + strlen("finding "));
			places = 0;
		} else if (starts_with(text, "replay ")) {
			replay = xstrdup(text + strlen("replay "));
		} else if (starts_with(text, "at ")) {
			add_place(words, text + strlen("at "), !places++);
		} else if (starts_with(text, "done ")) {
			free(*done);
			*done = xstrdup(text + strlen("done "));
		}
	}
	end_finding(words, &replay);
	return nr;
}

/* What the engine gave up on: "unknown WORDS" and exit status 3. */
static bool add_unknown(struct strbuf *words, const struct strbuf *said)
{
	static const char mark[] = "unknown ";
	const char *cursor = said->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		if (len <= strlen(mark) || strncmp(line, mark, strlen(mark)))
			continue;
		strbuf_addf(words, "%.*s", (int)(len - strlen(mark)), line + strlen(mark));
		return true;
	}
	return false;
}

/* Silence, or an exit status alone, is not taken for a result. */
static enum explored read_result(struct look *look, const struct child *child,
				 const struct strbuf *said)
{
	unsigned long executions, bound, of, random;

	char *done __free(free_text) = NULL;
	unsigned int nr;

	if (child->end == RUN_EXITED && child->status == 3 && add_unknown(look->words, said))
		return EXPLORED_UNKNOWN;
	nr = add_findings(look->words, said, &done);
	if (child->end == RUN_EXITED && child->status == 2 && look->explore->replay) {
		strbuf_addf(look->words, "'%s' is no word that replays an execution",
			    look->explore->replay);
		return EXPLORED_BAD_WORD;
	}
	if (!done || child->end != RUN_EXITED || child->status != (nr ? 1 : 0) ||
	    sscanf(done, "executions %lu bound %lu of %lu random %lu", &executions, &bound, &of,
		   &random) != 4) {
		strbuf_addstr(look->words, nr ? "\n" : "");
		broken(look, child, "the explorer did not come to its end");
		return EXPLORED_BROKEN;
	}
	if (nr)
		return EXPLORED_WRONG;
	if (!bound && of) {
		strbuf_addf(look->words, "cut off after %d s, before every schedule of one delay was tried: let this machine do less at once",
			    EXPLORE_SECONDS);
		return EXPLORED_BROKEN;
	}
	strbuf_addf(look->words, "nothing found in %lu executions", executions);
	if (!look->explore->replay)
		strbuf_addf(look->words, ": each failure, all schedules of up to %lu delays%s, %lu random ones",
			    bound, bound < of ? " (more were cut off by the time limit)" : "",
			    random);
	return EXPLORED_RIGHT;
}

static enum explored run_program(struct look *look)
{
	struct child child __free(child_release) = CHILD_INIT;

	sandbox(look, &child, 2 * EXPLORE_SECONDS);
	argv_push(&child.args, "./explore");
	argv_pushf(&child.args, "%lu", look->explore->bound);
	argv_pushf(&child.args, "%d", EXPLORE_SECONDS);
	if (look->explore->replay)
		argv_push(&child.args, look->explore->replay);
	child.err_mode = RUN_DISCARD;
	child_run(&child);
	return read_result(look, &child, &child.out);
}

static enum explored look_at(struct look *look)
{
	enum explored end;

	ctokens_lex(&look->tokens, look->explore->text->buf, look->explore->text->len);
	functions_list(&look->functions, &look->tokens);
	if (write_text(look)) {
		strbuf_addstr(look->words, "cannot write the text: see above");
		return EXPLORED_BROKEN;
	}
	if (find_tools(look))
		return EXPLORED_BROKEN;
	end = compile_text(look);
	if (end == EXPLORED_RIGHT)
		end = compile_engine(look);
	return end == EXPLORED_RIGHT ? run_program(look) : end;
}

enum explored explore_text(const struct explore *explore, struct strbuf *words)
{
	char *shims __free(free_text) =
		xstrfmt("%s/ci/explore/%s/shims.h", explore->root, explore->series->name);
	struct look look = { .explore = explore, .words = words, .tokens = CTOKENS_INIT };
	enum explored end = EXPLORED_BROKEN;

	if (!file_exists(shims)) {
		strbuf_addf(words, "the series has no explorer: there is no '%s'", shims);
		return EXPLORED_NOTHING;
	}
	if (scratch_make(&look.scratch)) {
		strbuf_addstr(words, "cannot make a temporary folder: see above");
		return end;
	}
	end = look_at(&look);
	scratch_remove(&look.scratch);
	free(look.functions.v);
	ctokens_release(&look.tokens);
	return end;
}
