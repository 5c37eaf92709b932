# SPDX-License-Identifier: GPL-2.0-only
#
# awk -f scripts/t/rooms.awk FILE...
#
# A room includes what stands in it and what is on lower floors, and names the
# room of what it includes; commands.h includes nothing and is for all. A header
# that nobody includes but its own .c is none: the tests are among the files for
# that.

BEGIN {
	nr = split("base process data tools stage fetch,shape,port,check,build,boot report run mail",
		   floors, " ")
	for (i = 1; i <= nr; i++) {
		n = split(floors[i], rooms, ",")
		for (j = 1; j <= n; j++)
			floor[rooms[j]] = i
	}
}

function complain(where, what) {
	print where ": " what
	bad = 1
}

FNR == 1 {
	n = split(FILENAME, path, "/")
	room = FILENAME ~ /(^|\/)t\// ? "t" : path[n - 1]
	file = own = room "/" path[n]
	if (file ~ /\.h$/ && room in floor)
		headers[file] = FILENAME
	sub(/\.c$/, ".h", own)
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	to = quoted[2]
	if (to != own)
		included[to]
	if (!(room in floor) || to == "commands.h")
		next
	where = FILENAME ":" FNR
	if (!sub(/\/.*/, "", to)) {
		complain(where, "'" to "' names no room")
	} else if (!(to in floor)) {
		complain(where, "there is no room '" to "'")
	} else if (to != room && floor[to] >= floor[room]) {
		complain(where, room "/ may not include " to "/: it is " \
			 (floor[to] > floor[room] ? "above it" : "on the same floor"))
	}
}

END {
	for (header in headers)
		if (!(header in included))
			complain(headers[header], "nobody includes it but its own .c")
	exit bad
}
