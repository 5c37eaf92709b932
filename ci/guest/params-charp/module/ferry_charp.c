// SPDX-License-Identifier: GPL-2.0-only
/* A charp parameter that is nobody else's. */
#include <linux/module.h>
#include <linux/moduleparam.h>

static char *word = "initial";

module_param(word, charp, 0644);
MODULE_PARM_DESC(word, "set and read by a test, and by nothing else");
MODULE_DESCRIPTION("a charp parameter for a test");
MODULE_LICENSE("GPL");
