/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a target's port would come to on some revision of the branch.
 */
#ifndef FERRY_PORT_REVISION_H
#define FERRY_PORT_REVISION_H

#include "data/options.h"
#include "port/attempt.h"
#include "port/port.h"

/**
 * struct revision_port - what it came to
 * @class: its class
 * @shape: shape of the revision, NULL where that is not known
 * @why: the reason when it is refused, wrong or not known, else what told the shape
 *
 * Begin with REVISION_PORT_INIT, end with revision_port_release().
 */
struct revision_port {
	enum port_class class;
	char *shape;
	struct strbuf why;
};

#define REVISION_PORT_INIT { .why = STRBUF_INIT }

/**
 * revision_port() - port a revision as the target's own tree would be, and keep nothing
 * @attempt: a repository that has the revision
 * @options: the command line, for the method
 * @series: the series
 * @target: the target, whose patches are taken
 * @commit: the revision
 * @port: REVISION_PORT_INIT; gets what it came to
 *
 * What is ported by rule is judged by the explorer, too.
 *
 * Return: how it ended; @why has the reason unless that is PORT_OK.
 */
enum port_status revision_port(const struct attempt *attempt, const struct options *options,
			       const struct series *series, const char *target,
			       const char *commit, struct revision_port *port);

/**
 * revision_port_release() - free what it owns
 * @port: REVISION_PORT_INIT, or what revision_port() made of it
 */
void revision_port_release(struct revision_port *port);

#endif
