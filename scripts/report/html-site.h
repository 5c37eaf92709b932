/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The report as static pages: one of all ports, and one for each.
 */
#ifndef FERRY_HTML_SITE_H
#define FERRY_HTML_SITE_H

#include "report/report.h"

/**
 * report_html() - write the report as pages
 * @report: what is known
 * @dir: folder for them, which is made if it is missing
 * @force: whether the folder may hold files that are not of such a report; they stay
 *
 * All pages are made before the first is written, each is written whole or not at all,
 * and the one that links to the others is the last. Pages of ports that are no more
 * are removed.
 *
 * Return: 0, or -1 after an error().
 */
int report_html(const struct report *report, const char *dir, bool force);

#endif
