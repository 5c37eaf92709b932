#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry explore --file, on a small series of its own, explore/: what is right is right, and
# each wrong form of it is found by its name.
#
# FERRY_PROGRAM names the program, otherwise it is build/ferry.

set -u

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
program=${FERRY_PROGRAM:-$root/build/ferry}
top=$(mktemp -d "${TMPDIR:-/tmp}/ferry-explore.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM
count=0
failed=0

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$program" ] || skip_all "no '$program': run make first"
for tool in bwrap gcc addr2line; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
bwrap --unshare-all --ro-bind / / true 2>/dev/null || skip_all "bwrap cannot make a sandbox here"

FERRY_ROOT=$top
export FERRY_ROOT
mkdir -p "$top/ci" "$top/patches/toy" "$top/stable"
cp -R "$root/ci/explore" "$top/ci/" && cp -R "$here/explore" "$top/ci/explore/toy" || exit 1
mv "$top/ci/explore/toy/text.c" "$top/text.c" || exit 1
: >"$top/ci/explore/toy/shims.c"
cat >"$top/patches/toy/info" <<'INFO'
[series]
name = toy
title = a toy
date = 2026-01-01 00:00:00 +0000
file = mm/toy.c
INFO

# explored NAME STATUS WORDS [ARGUMENT...]: what ferry says of $top/NAME.c
explored() {
	name=$1 wanted=$2 words=$3
	shift 3
	said=$("$program" explore --file "$top/$name.c" "$@" 2>&1)
	status=$?
	count=$((count + 1))
	case $status,$said in
	"$wanted,"*"$words"*)
		echo "ok $count $name: $words"
		;;
	*)
		failed=$((failed + 1))
		echo "not ok $count $name: status $status, not $wanted and '$words'"
		printf '%s\n' "$said" | sed 's/^/# /'
		;;
	esac
}

# wrong NAME WORDS SED: the text changed by sed, in which the words are found
wrong() {
	sed -e "$3" "$top/text.c" >"$top/$1.c" || exit 1
	if cmp -s "$top/text.c" "$top/$1.c"; then
		count=$((count + 1))
		failed=$((failed + 1))
		echo "not ok $count $1: sed changes nothing"
	else
		explored "$1" 1 "$2"
	fi
}

explored text 0 'nothing found in'
explored text 0 'all schedules of up to 3 delays' --bound 3
wrong prepare-again 'initialised while use holds it' '/if (context->buffer)$/,/return 0/d'
wrong buffer-again 'leak: memory' \
	's/if (context->buffer)$/if (context->buffer) context->buffer = buffer_get(cpu); &/'
wrong mutex-again 'initialised while use holds it' \
	's/if (context->buffer)$/mutex_init(\&context->mutex); &/'
wrong mutex-never 'never initialised' '/mutex_init/d'
wrong lock-lost 'mutex locked' '/mutex_unlock/d'
wrong unlocked 'nobody holds it' '/mutex_lock/d'
wrong unlock-twice 'nobody holds it' 's/mutex_unlock.*/& &/'
wrong lock-twice 'which it holds itself' 's/mutex_lock.*/& &/'
wrong too-early 'where the task may migrate' 's/raw_cpu_ptr/this_cpu_ptr/'
wrong preemption-off 'sleeping in atomic context' 's/raw_cpu_ptr/get_cpu_ptr/'
wrong hotplug-lock 'offline blocks' \
	's/mutex_lock.*/cpus_read_lock(); &/; s/mutex_unlock.*/& cpus_read_unlock();/'
wrong lock-order 'locks in a circle' 's/mutex_lock.*/& cpus_read_lock(); cpus_read_unlock();/
	s/if (context->buffer)$/mutex_lock(\&a_mutex); mutex_unlock(\&a_mutex); &/
	s/mutex_lock(&context.*/mutex_lock(\&a_mutex); cpus_read_lock(); cpus_read_unlock(); mutex_unlock(\&a_mutex); &/
	s/^static struct toy .the_toy/static DEFINE_MUTEX(a_mutex);\
&/'
wrong another-node 'on another node' 's/cpu_to_node(cpu)/0/'
wrong only-online 'leak: memory' \
	'/^static void toy_free/,/^}/s/for_each_possible_cpu(cpu)/for_each_online_cpu(cpu)/'
wrong free-first 'use after free' \
	'/^static void toy_free/,/^}/s/for_each_possible_cpu/free_percpu(toy->contexts); &/'
wrong free-twice 'double free' 's/^	kfree(toy);$/& kfree(toy);/'
wrong not-removed 'hotplug instance is linked' '/cpuhp_state_remove_instance/d'
wrong removed-in-vain 'never added' \
	's/goto remove/{ cpuhp_state_remove_instance(CPUHP_TOY_PREPARE, \&toy->node); goto remove; }/'
wrong add-fails 'leak: memory' '/^remove:/,/^free:/s/toy_free(toy)/free_percpu(toy->contexts); kfree(toy)/'
wrong failure-kept 'never initialised' 's/return -ENOMEM;/return 0;/'
wrong overrun 'out of bounds' 's/the_toy = toy;/& *(long *)(toy + 1) = 1;/'
wrong for-ever 'runs for ever' 's/the_toy = toy;/& for (;;) ;/'
wrong teardown 'buffer freed in flight' \
	's/toy_prepare, NULL/toy_prepare, toy_dead/
	s/^void toy_use(void)/static int toy_dead(unsigned int cpu, struct hlist_node *node)\
{\
	struct toy *toy = hlist_entry(node, struct toy, node);\
	struct context *context = per_cpu_ptr(toy->contexts, cpu);\
\
	buffer_put(context->buffer);\
	context->buffer = NULL;\
	return 0;\
}\
\
&/'
word=$("$program" explore --file "$top/teardown.c" | sed -n 's/.*; replay //p' | head -n 1)
explored teardown 1 "buffer freed in flight" --replay "$word"
explored teardown 1 "in toy_dead() line 37" --replay "$word"
explored text 2 "'no-such' is no word" --replay no-such

sed 's/mutex_unlock/mutex_release/' "$top/text.c" >"$top/unknown.c"
explored unknown 3 "the shims miss function 'mutex_release', called by toy_use() in line 38"
sed 's/struct buffer \*buffer/struct basket *buffer/' "$top/text.c" >"$top/type.c"
explored type 3 'not a form that the explorer knows'
sed '/late_initcall/d' "$top/text.c" >"$top/no-init.c"
explored no-init 3 'the text has no initcall'
explored no-such-file 2 "cannot read '$top/no-such-file.c'"

# a stranger's text has no network, and nothing to write to but its scratch folder
sed 's/^static int toy_init(void)/void *fopen(const char *, const char *);\
int system(const char *);\
&/
s/if (!toy)/if (!fopen("\/dev\/shm\/..\/..\/etc\/passwd", "r") \&\&\
	    !fopen("\/usr\/ferry-was-here", "w")) BUG(); &/' "$top/text.c" >"$top/nosy.c"
explored nosy 1 'BUG()'

# an engine that has no time has shown nothing
sed -i 's/keep->limit = atof(argv\[2\])/keep->limit = 0/' "$top/ci/explore/engine.c"
explored text 4 'before every schedule of one delay was tried'
explored teardown 1 'buffer freed in flight'
rm -rf "$top/ci/explore/toy"
explored text 2 'the series has no explorer'

echo "1..$count"
exit $((failed > 0))
