// SPDX-License-Identifier: GPL-2.0-only
/* What words of C say by themselves, see word.h */
#include "data/word.h"

#include "base/util.h"

bool word_is_one_of(const struct ctoken *token, const char * const *words)
{
	while (*words && !ctoken_is(token, *words))
		words++;
	return *words;
}

bool word_is_type(const struct ctoken *token)
{
	static const char * const words[] = {
		"signed", "unsigned", "long", "short", "int", "char", "void", "float",
		"double", "bool", "_Bool", "__auto_type", NULL,
	};

	return word_is_one_of(token, words);
}

bool word_is_qualifier(const struct ctoken *token)
{
	static const char * const words[] = {
		"static", "const", "volatile", "extern", "register", "inline", "auto",
		"typedef", "restrict", NULL,
	};

	return word_is_one_of(token, words);
}

bool word_is_tag(const struct ctoken *token)
{
	return ctoken_is(token, "struct") || ctoken_is(token, "union") ||
	       ctoken_is(token, "enum");
}

bool word_is_keyword(const struct ctoken *token)
{
	static const char * const words[] = {
		"if", "else", "for", "while", "do", "switch", "case", "default", "break",
		"continue", "return", "goto", "sizeof", "typeof", "asm", "_Generic",
		"_Static_assert", "_Alignof", "__attribute__", NULL,
	};

	return word_is_type(token) || word_is_qualifier(token) || word_is_tag(token) ||
	       word_is_one_of(token, words);
}

bool word_is_typeof(const struct ctoken *token)
{
	return ctoken_is(token, "typeof") || ctoken_is(token, "__typeof__") ||
	       ctoken_is(token, "typeof_unqual");
}

bool word_is_attribute(const struct ctoken *token)
{
	return token->kind == CTOKEN_IDENTIFIER && token->len > 2 &&
	       !memcmp(token->text, "__", 2);
}

bool word_begins(const struct ctoken *token, const char *beginning)
{
	size_t len = strlen(beginning);

	return token->len >= len && !memcmp(token->text, beginning, len);
}

bool word_declares(const struct ctoken *token)
{
	static const char list[] = "LIST_HEAD";

	return word_begins(token, "DEFINE_") || word_begins(token, "DECLARE_") ||
	       (token->len >= strlen(list) &&
		!memcmp(token->text + token->len - strlen(list), list, strlen(list)));
}

bool word_is_constant(const struct ctoken *token)
{
	for (size_t i = 0; i < token->len; i++)
		if (islower((unsigned char)token->text[i]))
			return false;
	return true;
}
