// SPDX-License-Identifier: GPL-2.0-only
/* Where the kernels of a target are, see sides.h */
#include "stage/sides.h"

const char * const side_name[SIDE_NR] = {
	[SIDE_BEFORE] = "before",
	[SIDE_AFTER] = "after",
};

char *guest_dir(const struct stage *stage, enum side side)
{
	/* a mutant must not take the place of the kernel that it spoils */
	const char *which = side == SIDE_AFTER && stage->options->mutant ?
			    "mutant" : side_name[side];
	char *name = xstrfmt("%s-%s", stage->options->flavour, which);
	char *path = store_build_dir(&stage->store, stage->target.name, name);

	free(name);
	return path;
}

const char *guest_commit(const struct stage *stage, enum side side)
{
	return stage_fact(stage, side == SIDE_BEFORE ? STAGE_FETCH : STAGE_PORT, FACT_COMMIT);
}

void guest_fragments(const struct stage *stage, const char *flavour,
		     struct argv *paths)
{
	char *own = xstrfmt("%s/kconfig", stage->target.dir);

	argv_pushf(paths, "%s/ci/kconfig/base.config", stage->options->root);
	argv_pushf(paths, "%s/ci/kconfig/%s.config", stage->options->root, flavour);
	if (file_exists(own))
		argv_push(paths, own);
	free(own);
}

static int configure(struct stage *stage, const struct kbuild *kbuild,
		     const struct argv *asked, char id[DIGEST_HEX])
{
	struct kbuild_fragments fragments = { .asked = asked };
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	int ret = kbuild_configure(kbuild, &fragments, &configured);

	if (ret > 0)
		ret = stage_broken(stage, "cannot configure the kernel: %s; see '%s'",
				   configured.stopped.buf, stage->log);
	else if (ret)
		stage_broken(stage, "cannot configure the kernel: see above and '%s'",
			     stage->log);
	else if (configured.missing.len)
		ret = stage_broken(stage, "the configuration did not take: %s; mend ci/kconfig/ or '%s/kconfig'",
				   configured.missing.buf, stage->target.dir);
	memcpy(id, configured.id, sizeof(configured.id));
	kbuild_configured_release(&configured);
	return ret;
}

int guest_configure(struct stage *stage, const struct kbuild *kbuild,
		    const char *flavour, char id[DIGEST_HEX])
{
	char *config = xstrfmt("%s/.config", kbuild->object);
	char *kept = stage_path(stage, "config");
	struct argv fragments = ARGV_INIT;
	struct kbuild named = *kbuild;
	int ret;

	named.commit = guest_commit(stage, SIDE_BEFORE);
	guest_fragments(stage, flavour, &fragments);
	stage_progress(stage, "configure");
	ret = configure(stage, &named, &fragments, id);
	/* also what did not take is there to be looked at */
	if (file_exists(config) && copy_file(config, kept) && !ret)
		ret = stage_broken(stage, "cannot write '%s'", kept);
	argv_release(&fragments);
	free(config);
	free(kept);
	return ret;
}

/* What the port of the target came to. */
static enum port_class class_of(const struct stage *stage)
{
	return port_class_of(&stage->earlier[STAGE_PORT]);
}

bool guest_has_side(const struct stage *stage, enum side side)
{
	switch (class_of(stage)) {
	case CLASS_NONE:
	case CLASS_REFUSED:
	case CLASS_UNAFFECTED:
		return false;
	case CLASS_CARRIED:
		return side == SIDE_AFTER;
	case CLASS_EXACT:
	case CLASS_OFFSET:
	case CLASS_3WAY:
	case CLASS_SEMANTIC:
	case CLASS_MUTANT:
		return true;
	}
	return false;
}

bool guest_not_affected(struct stage *stage)
{
	if (class_of(stage) != CLASS_UNAFFECTED)
		return false;
	result_set(&stage->result, VERDICT_NA, "n/a", "the tree is not affected");
	return true;
}
