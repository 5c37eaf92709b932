/* SPDX-License-Identifier: GPL-2.0-only */
/* a header with faults: its complaints are in ../gcc.txt and the others */
#define shout(x) ({ int unused_in_macro; (x); })
static inline int helper(int a) { int never; return a; }
