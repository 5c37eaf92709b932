/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the harnesses share. Each is one file, NAME.c, that has fuzz() for one parser of
 * foreign text; what it begins with stands in corpus/NAME/.
 */
#ifndef FERRY_FUZZ_H
#define FERRY_FUZZ_H

#include "base/argv.h"
#include "base/file.h"
#include "base/strbuf.h"

/**
 * fuzz() - hand an input to the parser, and free what came of it
 * @text: any bytes; nothing of it can be read beyond its NUL
 */
void fuzz(const struct strbuf *text);

/**
 * fuzz_part() - one part of an input that is several texts
 * @text: the input, whose parts are parted by lines of "%%"
 * @nr: which part, from 0 on
 *
 * Return: the part, "" where there are not so many; the caller releases it.
 */
struct strbuf fuzz_part(const struct strbuf *text, unsigned int nr);

/**
 * fuzz_file() - write an input to a file, for what reads files
 * @name: path below a folder of this process that is gone with it
 * @text: the input
 *
 * Return: its path, for the caller to free.
 */
char *fuzz_file(const char *name, const struct strbuf *text);

/**
 * fuzz_root() - the folder that fuzz_file() writes below
 */
const char *fuzz_root(void);

#endif
