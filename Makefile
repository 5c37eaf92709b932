# SPDX-License-Identifier: GPL-2.0-only
#
# make         builds the program, $(BUILD)/ferry
# make help    says what else there is

BUILD	?= build
PREFIX	?= /usr/local
DESTDIR	?=

CC	?= cc
CLANG	?= clang-19
SPARSE	?= sparse
SHELLCHECK ?= shellcheck
AWK	?= awk
PKG_CONFIG ?= pkg-config

# V=1 shows the commands
Q	:= $(if $(filter 1,$(V)),,@)
say	= $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' $(1) $(2))

warnings := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
language := -std=c11 -D_GNU_SOURCE -Iscripts
CFLAGS	?= -O2 -g
SAN	:= -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	   -fno-omit-frame-pointer

FUZZ	:= -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all \
	   -fno-omit-frame-pointer

jansson_cflags := $(shell $(PKG_CONFIG) --cflags jansson 2>/dev/null)
jansson_libs := $(or $(shell $(PKG_CONFIG) --libs jansson 2>/dev/null),-ljansson) -lcrypto
cmocka_libs := $(or $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null),-lcmocka)

all_cflags = $(language) $(warnings) $(jansson_cflags) $(CPPFLAGS) $(CFLAGS)
san_cflags = $(language) $(warnings) $(jansson_cflags) $(CPPFLAGS) $(SAN)
fuzz_cflags = $(language) $(jansson_cflags) $(CPPFLAGS) $(FUZZ)

# scripts/ROOM/*.c are the program, scripts/t/ROOM/*.c their tests
sources	:= $(sort $(filter-out scripts/t/%,$(wildcard scripts/*.c scripts/*/*.c)))
units	:= $(filter-out scripts/main.c,$(sources))
tests	:= $(sort $(filter-out scripts/t/fuzz/%,$(wildcard scripts/t/*/*.c)))
harnesses := $(patsubst scripts/t/fuzz/%.c,$(BUILD)/fuzz/%,\
	$(filter-out scripts/t/fuzz/fuzz.c,$(sort $(wildcard scripts/t/fuzz/*.c))))
helpers	:= $(sort $(wildcard scripts/t/*.c))
shell_tests := $(sort $(wildcard scripts/t/*.sh scripts/t/*/*.sh))
scripts	:= scripts/ferry $(shell_tests)

objects	:= $(sources:scripts/%.c=$(BUILD)/obj/%.o)
san_objects := $(units:scripts/%.c=$(BUILD)/san/%.o)
san_helpers := $(helpers:scripts/%.c=$(BUILD)/san/%.o)
fuzz_objects := $(units:scripts/%.c=$(BUILD)/fuzz/obj/%.o) $(BUILD)/fuzz/obj/t/fuzz/fuzz.o
test_programs := $(tests:scripts/t/%.c=$(BUILD)/san/t/%)

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

.PHONY: all
all: $(objects) $(if $(filter scripts/main.c,$(sources)),$(BUILD)/ferry)

# two builds at once each make a file of their own, the last one stays
$(BUILD)/ferry: $(objects)
	$(call say,LD,$@)
	$(Q)$(CC) $(all_cflags) $(LDFLAGS) -o $@.$$$$ $^ $(jansson_libs) && \
		mv -f $@.$$$$ $@ || { rm -f $@.$$$$; exit 1; }

$(BUILD)/obj/%.o: scripts/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(all_cflags) -MMD -MP -c -o $@ $<

$(BUILD)/san/%.o: scripts/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(san_cflags) -MMD -MP -c -o $@ $<

$(test_programs): %: %.o $(san_helpers) $(san_objects)
	$(call say,LD,$@)
	$(Q)$(CC) $(san_cflags) $(LDFLAGS) -o $@ $^ $(jansson_libs) $(cmocka_libs)

$(BUILD)/fuzz/obj/%.o: scripts/%.c
	$(call say,CLANG,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(fuzz_cflags) -MMD -MP -c -o $@ $<

$(harnesses): $(BUILD)/fuzz/%: $(BUILD)/fuzz/obj/t/fuzz/%.o $(fuzz_objects)
	$(call say,LD,$@)
	$(Q)$(CLANG) $(fuzz_cflags) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(jansson_libs)

# what libFuzzer finds in a parser of foreign text; ci/fuzz runs them
.PHONY: fuzz
fuzz: $(harnesses)
	$(if $(FUZZ_SECONDS),$(Q)ci/fuzz $(FUZZ_SECONDS))

# other flags make other objects
$(objects) $(san_objects) $(san_helpers) $(test_programs:%=%.o) $(fuzz_objects): Makefile
$(harnesses:$(BUILD)/fuzz/%=$(BUILD)/fuzz/obj/t/fuzz/%.o): Makefile

# Every test runs, also after one has failed; with -j several at a time, the output of
# each in one piece.
runs := $(test_programs:%=%.run) $(shell_tests:%=%.run)

.PHONY: check $(runs)
check: $(runs)
	$(Q)failed=$$(find $(BUILD)/failed -type f | wc -l); \
	test "$$failed" -eq 0 || { echo "$$failed test program(s) failed"; exit 1; }

$(runs): | $(BUILD)/failed
$(test_programs:%=%.run): %.run: %
$(shell_tests:%=%.run): %.run: % $(BUILD)/ferry
$(runs): %.run:
	$(Q)exec >$(BUILD)/failed/.$(subst /,+,$*) 2>&1; \
	printf '  %-7s %s\n' TEST $*; \
	case $* in *.sh) export FERRY_PROGRAM="$(abspath $(BUILD)/ferry)"; sh $* ;; *) $* ;; esac || { \
		echo "  FAIL    $*"; : >$(BUILD)/failed/$(subst /,+,$*); }
	$(Q)flock $(BUILD)/failed cat $(BUILD)/failed/.$(subst /,+,$*); rm $(BUILD)/failed/.$(subst /,+,$*)

# what has failed in this run
.PHONY: $(BUILD)/failed
$(BUILD)/failed:
	$(Q)rm -rf $@ && mkdir -p $@

# coccicheck starts spatch in the kernel tree, where it finds nothing that a script
# includes: of each series one file, with all that is in port.cocci
.PHONY: coccinelle
coccinelle: $(patsubst semantic/%/port.cocci,$(BUILD)/%.cocci,$(wildcard semantic/*/port.cocci))

$(BUILD)/%.cocci: semantic/%/port.cocci $(wildcard semantic/*/*.cocci)
	$(call say,COCCI,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(AWK) -v folder=$(<D)/ -v lib=$(CURDIR)/semantic/lib -f semantic/lib/include.awk $< >$@

.PHONY: lint
lint: lint-rooms lint-sparse lint-shell

# the floors stand in rooms.awk
.PHONY: lint-rooms
lint-rooms:
	$(call say,ROOMS,scripts/t/rooms.awk)
	$(Q)$(AWK) -f scripts/t/rooms.awk scripts/*/*.[ch] scripts/t/*/*.[ch]

# sparse exits with 0 after warnings: what it says is what counts. It cannot read a
# parameter that is an array sized by another one, as <regex.h> has.
.PHONY: lint-sparse
lint-sparse:
	$(Q)failed=0; \
	for f in $(sources); do \
		printf '  %-7s %s\n' SPARSE "$$f"; \
		said=$$($(SPARSE) $(language) -D__STDC_NO_VLA__ $(jansson_cflags) "$$f" 2>&1) && \
			test -z "$$said" || { echo "$$said"; failed=1; }; \
	done; \
	exit $$failed

.PHONY: lint-shell
lint-shell:
	$(call say,SHELL,"$(scripts)")
	$(Q)$(SHELLCHECK) -x $(scripts)

.PHONY: install
install: all
	$(Q)test -x $(BUILD)/ferry
	$(Q)root=$(DESTDIR)$(PREFIX)/share/ferry; \
	mkdir -p "$$root" $(DESTDIR)$(PREFIX)/bin && \
	for d in patches semantic stable scripts ci Makefile COPYING; do \
		test ! -e "$$d" || cp -R "$$d" "$$root/" || exit 1; \
	done && \
	mkdir -p "$$root/build" && cp $(BUILD)/ferry "$$root/build/" && \
	"$$root/scripts/ferry" --sources >"$$root/build/stamp" && \
	mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1 && \
	cp scripts/ferry.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	$(Q)ln -sf $(PREFIX)/share/ferry/scripts/ferry $(DESTDIR)$(PREFIX)/bin/ferry

.PHONY: clean
clean:
	$(Q)rm -rf $(BUILD)/ferry $(BUILD)/obj $(BUILD)/san $(BUILD)/fuzz $(BUILD)/*.cocci
	$(Q)rmdir $(BUILD) 2>/dev/null || true

.PHONY: help
help:
	@echo 'make              build the program: $(BUILD)/ferry'
	@echo 'make check        build and run the unit tests (ASan, UBSan)'
	@echo 'make fuzz         build the fuzzers of the parsers; FUZZ_SECONDS=N runs each so long'
	@echo 'make lint         rooms.awk and sparse on the C sources, shellcheck on the scripts'
	@echo 'make coccinelle   $(BUILD)/SERIES.cocci, a file for coccicheck of a kernel tree'
	@echo 'make install      copy to $$(DESTDIR)$$(PREFIX), PREFIX=$(PREFIX)'
	@echo 'make clean        remove what was built'
	@echo
	@echo 'V=1 shows the commands, BUILD=DIR builds in another directory'

-include $(objects:.o=.d) $(san_objects:.o=.d) $(san_helpers:.o=.d)
-include $(test_programs:%=%.d)
-include $(fuzz_objects:.o=.d) $(harnesses:$(BUILD)/fuzz/%=$(BUILD)/fuzz/obj/t/fuzz/%.d)
