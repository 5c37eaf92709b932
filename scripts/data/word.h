/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a word of kernel source says by itself, without its surroundings.
 */
#ifndef FERRY_WORD_H
#define FERRY_WORD_H

#include "data/ctoken.h"

/**
 * word_is_one_of() - whether a token is one of some words
 * @token: the token
 * @words: the words, ended by NULL
 */
bool word_is_one_of(const struct ctoken *token, const char * const *words);

/**
 * word_is_type() - whether it is a keyword that names a type
 * @token: the token
 */
bool word_is_type(const struct ctoken *token);

/**
 * word_is_qualifier() - whether it stands beside a type: static, const
 * @token: the token
 */
bool word_is_qualifier(const struct ctoken *token);

/**
 * word_is_tag() - whether a tag follows: struct, union, enum
 * @token: the token
 */
bool word_is_tag(const struct ctoken *token);

/**
 * word_is_keyword() - whether it is any keyword, those above among them
 * @token: the token
 */
bool word_is_keyword(const struct ctoken *token);

/**
 * word_is_typeof() - whether it is typeof() in one of its spellings
 * @token: the token
 */
bool word_is_typeof(const struct ctoken *token);

/**
 * word_is_attribute() - whether it may be an attribute, for it begins with two underscores
 * @token: the token
 */
bool word_is_attribute(const struct ctoken *token);

/**
 * word_is_constant() - whether it has no small letters, as only constants and macros have none
 * @token: the token
 */
bool word_is_constant(const struct ctoken *token);

/**
 * word_begins() - whether it begins so
 * @token: the token
 * @beginning: the beginning
 */
bool word_begins(const struct ctoken *token, const char *beginning);

/**
 * word_declares() - whether it is a macro that declares the names that it is given: LIST_HEAD()
 * @token: the token
 */
bool word_declares(const struct ctoken *token);

#endif
