/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether what a port by rule made has every name that it uses: spatch adds, moves and
 * removes declarations, functions and labels without asking who else needs them.
 */
#ifndef FERRY_NAMES_H
#define FERRY_NAMES_H

#include "port/port.h"

/**
 * port_check_names() - whether a changed file has the names that it uses
 * @before: the file before
 * @after: the file after
 * @why: gets each name that it has not, with function and line of the file before
 *
 * Each name must be declared above, in every configuration of #if in which it is used,
 * also where a macro of the file uses it, each goto have its label and each label its
 * goto. What was not so before need not be so after. A name that the file declares
 * nowhere is a header's.
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_check_names(const struct strbuf *before, const struct strbuf *after,
				  struct strbuf *why);

#endif
