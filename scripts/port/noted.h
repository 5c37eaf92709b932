/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the result of a port says besides its class.
 */
#ifndef FERRY_NOTED_H
#define FERRY_NOTED_H

#include "port/ladder.h"
#include "stage/stage.h"

/**
 * port_note_way() - record what is known of the way, whatever it came to
 * @stage: the stage at work
 * @end: where the ladder led
 */
void port_note_way(struct stage *stage, const struct ladder_end *end);

/**
 * port_note_follow_ups() - record which commits fix or revert what the target has or gets
 * @stage: the stage at work; without a history in its options nothing is known
 * @git: the store, with an index of its own for this
 * @end: where the ladder led
 */
void port_note_follow_ups(struct stage *stage, const struct git *git,
			  const struct ladder_end *end);

/**
 * port_note_refusal() - record which lines are other, and what the tree may lack
 * @stage: the stage at work; its options may name a history
 * @git: the store, with an index of its own for this
 * @end: where the ladder led, which is a refusal
 */
void port_note_refusal(struct stage *stage, const struct git *git,
		       const struct ladder_end *end);

#endif
