/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hunks of two forms of a change, side by side.
 *
 * It goes by the text of the patches and is a help to whoever reads them; no verdict
 * comes of it.
 */
#ifndef FERRY_HTML_MATCH_H
#define FERRY_HTML_MATCH_H

#include "data/patched.h"

/**
 * enum hunk_mark - how a hunk of the port stands to mainline's
 * @HUNK_SAME: the same lines in the same place
 * @HUNK_MOVED: the same lines in another place
 * @HUNK_CONTEXT: the same lines are changed, and others stand around them
 * @HUNK_ADAPTED: other lines are changed
 * @HUNK_MISSING: the port has nothing like it
 * @HUNK_ADDED: mainline has nothing like it
 */
enum hunk_mark {
	HUNK_SAME,
	HUNK_MOVED,
	HUNK_CONTEXT,
	HUNK_ADAPTED,
	HUNK_MISSING,
	HUNK_ADDED,
	HUNK_MARK_NR,
};

/**
 * struct sided_hunk - a hunk and where it is from
 * @path: the file that it changes
 * @patch: which of the side's patches it is in
 * @hunk: the hunk
 */
struct sided_hunk {
	const char *path;
	size_t patch;
	const struct hunk *hunk;
};

/**
 * struct hunk_row - what stands side by side
 * @mark: how it is marked
 * @mainline: mainline's hunk; without one @hunk is NULL
 * @port: the port's hunk; without one @hunk is NULL
 */
struct hunk_row {
	enum hunk_mark mark;
	struct sided_hunk mainline, port;
};

/**
 * struct hunk_rows - all that stands side by side
 * @v: the rows in the order of mainline; what the port adds is behind what it has above it
 * @nr: how many
 * @alloc: for how many there is room
 */
struct hunk_rows {
	struct hunk_row *v;
	size_t nr, alloc;
};

/**
 * hunk_rows_read() - put the hunks side by side
 * @rows: gets them; hunk_rows_release() frees them
 * @mainline: mainline's patches, which must outlive @rows
 * @nr_mainline: how many
 * @port: the port's patches, which must outlive @rows
 * @nr_port: how many
 */
void hunk_rows_read(struct hunk_rows *rows, const struct patch *mainline, size_t nr_mainline,
		    const struct patch *port, size_t nr_port);

/**
 * hunk_rows_release() - free the rows
 * @rows: the rows
 */
void hunk_rows_release(struct hunk_rows *rows);

/**
 * hunk_changes() - the words of the lines that a hunk changes, each with its sign
 * @hunk: the hunk
 * @words: list to which they are appended
 */
void hunk_changes(const struct hunk *hunk, struct argv *words);

/**
 * hunk_is_in() - whether a hunk changes a function
 * @hunk: the hunk, or NULL
 * @function: its name
 */
bool hunk_is_in(const struct hunk *hunk, const char *function);

extern const char * const hunk_mark_name[HUNK_MARK_NR];

#endif
