/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses as a person writes them, and as they stand in the header of a mail.
 */
#ifndef FERRY_ADDRESS_H
#define FERRY_ADDRESS_H

#include "base/strbuf.h"

/**
 * address_read() - take 'Name <mail>' apart
 * @text: what a person wrote
 * @name: gets the name, for the caller to free
 * @email: gets the address, for the caller to free
 *
 * Return: 0, or -1 when it is something else; says nothing.
 */
int address_read(const char *text, char **name, char **email);

/**
 * message_id_read() - check a Message-ID
 * @text: with its angle brackets or without them
 *
 * Return: it without brackets, for the caller to free, or NULL when it is none.
 */
char *message_id_read(const char *text);

/**
 * address_add() - append an address as it stands in a header
 * @out: buffer
 * @address: 'Name <mail>' in UTF-8, or bare; a name with other letters than
 *	ASCII is encoded (RFC 2047)
 */
void address_add(struct strbuf *out, const char *address);

/**
 * is_ascii() - whether a text needs no word on its encoding
 * @text: the text
 * @len: its bytes
 */
bool is_ascii(const char *text, size_t len);

#endif
