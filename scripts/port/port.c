// SPDX-License-Identifier: GPL-2.0-only
/* What attempts have in common, see port.h */
#include "port/port.h"

void port_release(struct port *port)
{
	strbuf_release(&port->text);
	strbuf_release(&port->why);
	spatch_said_release(&port->said);
	argv_release(&port->carried);
}

enum port_class port_class_of_patches(const struct port *port)
{
	if (port->carried.nr)
		return port->all_carried ? CLASS_CARRIED : CLASS_PARTLY;
	return port_class_of_rest(port);
}

enum port_class port_class_of_rest(const struct port *port)
{
	switch (port->applied) {
	case GIT_EXACT:
		return CLASS_EXACT;
	case GIT_OFFSET:
		return CLASS_OFFSET;
	case GIT_FUZZ:
		return CLASS_FUZZ;
	case GIT_MERGED:
		return CLASS_3WAY;
	case GIT_BY_ITEM:
		return CLASS_MERGED;
	case GIT_REFUSED:
		break;
	}
	return CLASS_REFUSED;
}

int port_exit_status(enum port_status status)
{
	switch (status) {
	case PORT_OK:
		return EXIT_PASS;
	case PORT_REFUSED:
		return EXIT_REFUSED;
	case PORT_FAILED:
		return EXIT_FAIL;
	case PORT_BROKEN:
		break;
	}
	return EXIT_BROKEN;
}

enum git_how port_how(const char *method)
{
	if (!strcmp(method, "exact"))
		return GIT_AS_IT_IS;
	if (!strcmp(method, "merged"))
		return GIT_MAY_MERGE_ITEMS;
	return strcmp(method, "3way") ? GIT_MAY_MERGE : GIT_MUST_MERGE;
}

bool port_by_patch_only(const struct series *series, const char *method)
{
	return !series_by_rule(series) ||
	       (strcmp(method, "auto") && strcmp(method, "semantic"));
}
