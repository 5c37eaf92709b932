/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The compilers and architectures: ci/compilers, plain data. What the settings mean
 * stands at the top of that file.
 *
 * A struct compilers owns what it holds from compilers_read() to
 * compilers_release().
 */
#ifndef FERRY_COMPILERS_H
#define FERRY_COMPILERS_H

#include "base/argv.h"
#include "base/digest.h"
#include "base/strbuf.h"

/**
 * struct compiler - one compiler for one architecture
 * @name: name, also of its build tree
 * @cc: the compiler's command
 * @variables: for make, NAME=VALUE, that of the architecture first
 * @needs: commands that must be there, the compiler first
 * @fragments: paths of configuration fragments that must survive
 * @guest_required: whether the guest's fragments must survive too
 * @sparse: whether sparse is run on what it compiles
 */
struct compiler {
	char *name;
	char *cc;
	struct argv variables;
	struct argv needs;
	struct argv fragments;
	bool guest_required;
	bool sparse;
};

/**
 * struct compilers - all of them
 * @v: in the order of the file
 * @nr: how many, at least one after compilers_read()
 * @alloc: allocated
 */
struct compilers {
	struct compiler *v;
	size_t nr;
	size_t alloc;
};

#define COMPILERS_INIT { .v = NULL, .nr = 0, .alloc = 0 }

/**
 * compilers_path() - where the file is
 * @root: the project's folder
 *
 * Return: the path; the caller frees it.
 */
char *compilers_path(const char *root);

/**
 * compilers_read() - read ci/compilers
 * @list: COMPILERS_INIT
 * @root: the project's folder
 * @why: after a failure which file, which setting and what next; not printed
 *
 * A setting that is not known, that make would take for something else or that
 * ferry gives itself is refused, so that none is without effect.
 *
 * Return: 0, or -1; @list holds what was read so far.
 */
int compilers_read(struct compilers *list, const char *root, struct strbuf *why);

/**
 * compilers_keep_first() - forget all but the first
 * @list: a list that was read
 */
void compilers_keep_first(struct compilers *list);

/**
 * compilers_release() - free what the list owns
 * @list: one that compilers_read() was called on; empty afterwards
 */
void compilers_release(struct compilers *list);

/**
 * compiler_lacks() - what is missing to use a compiler
 * @compiler: the compiler
 *
 * Return: the first command that is not on PATH, or NULL.
 */
const char *compiler_lacks(const struct compiler *compiler);

/**
 * compiler_identify() - which programs have a say in what a compiler says
 * @compiler: the compiler
 * @digest: gets what tells them from others, see digest_add_tools()
 */
void compiler_identify(const struct compiler *compiler, struct digest *digest);

#endif
