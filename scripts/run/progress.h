/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One line on a terminal that says what is running; nothing where standard
 * error is no terminal.
 */
#ifndef FERRY_PROGRESS_H
#define FERRY_PROGRESS_H

/**
 * progress_show() - show the line in place of the last one
 * @text: what to show; cut to the width of the terminal
 */
void progress_show(const char *text);

/**
 * progress_clear() - take the line away, before something else is printed
 */
void progress_clear(void);

#endif
