/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the scenarios: swap, and the world that it is in. */
#ifndef EXPLORE_WORLD_H
#define EXPLORE_WORLD_H

#include "shims.h"
#include "../host.h"

/* pages.c: store a page, which is whether it was taken; get it back; forget it */
int store(unsigned long offset);
void load(unsigned long offset);
void drop(unsigned long offset);
void writeback(void);
/* swap is there, and reclaim goes on */
void swap_on(int on);

/* world.c: whether there is a zswap that can be used; store and load on CPUs */
int begin(int sleepable);
void use(int cpu);
void use_everywhere(void);
/* a CPU comes, and at the second attempt if something was made to fail; it goes */
void up(int cpu);
void down(int cpu);
/* a CPU goes and comes, and nothing is allocated again */
void again(int cpu);
void change(const char *compressor);
/* all pages go, then all pools but one, which has its contexts */
void end(void);

#endif
