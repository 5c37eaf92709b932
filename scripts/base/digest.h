/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-256 digests: of one file, or of the inputs of a stage one after the
 * other.  A struct digest owns memory from digest_init() to digest_final().
 */
#ifndef FERRY_DIGEST_H
#define FERRY_DIGEST_H

#include <stddef.h>

#define DIGEST_HEX 65	/* 64 hexadecimal digits and the NUL */

struct digest {
	void *context;
};

/**
 * digest_init() - begin a digest
 * @digest: what to set up; end it with digest_final()
 */
void digest_init(struct digest *digest);

/**
 * digest_add() - add one named input
 * @digest: a digest that was begun
 * @name: what the input is; part of the digest
 * @data: its bytes
 * @len: how many bytes; part of the digest, so that inputs cannot run together
 */
void digest_add(struct digest *digest, const char *name, const void *data,
		size_t len);

/**
 * digest_add_string() - add one named input that is a string
 * @digest: a digest that was begun
 * @name: what the input is
 * @value: the string, or NULL for "not there", which differs from ""
 */
void digest_add_string(struct digest *digest, const char *name,
		       const char *value);

/**
 * digest_add_number() - add one named input that is a number
 * @digest: a digest that was begun
 * @name: what the input is
 * @value: the number
 */
void digest_add_number(struct digest *digest, const char *name, unsigned long value);

/**
 * digest_add_path() - add the content of a file, or of every file in a folder
 * @digest: a digest that was begun
 * @path: a file, or a folder which is read to its depth in sorted order; a
 *        path that does not exist is an input too, and differs from an empty one
 *
 * Names inside a folder count, the name of @path itself does not: two clones of
 * one commit give one digest.
 *
 * Return: 0, or -errno when something that exists could not be read.
 */
int digest_add_path(struct digest *digest, const char *path);

/**
 * digest_add_tools() - add which programs these are
 * @digest: a digest that was begun
 * @names: names without a slash, looked up on PATH; ended by NULL
 *
 * Another version of a program, one installed anew, or none, gives another
 * digest.  The program is not run for that: size and time of its file are taken.
 */
void digest_add_tools(struct digest *digest, const char *const *names);

/**
 * digest_final() - end a digest and free what it held
 * @digest: a digest that was begun
 * @hex: where the 64 digits and a NUL go
 */
void digest_final(struct digest *digest, char hex[DIGEST_HEX]);

/**
 * digest_file() - SHA-256 of a file's bytes alone, as sha256sum prints it
 * @path: the file
 * @hex: where the 64 digits and a NUL go
 *
 * Return: 0, or -errno.
 */
int digest_file(const char *path, char hex[DIGEST_HEX]);

#endif
