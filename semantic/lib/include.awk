# SPDX-License-Identifier: GPL-2.0-only
# A semantic patch with all that it includes in it, and with the way to the Python that
# it imports in front of the first rule that is a script.

function put(file,   line)
{
	while ((getline line < file) > 0) {
		if (line ~ /^@initialize:python@/ && !found++)
			printf "@initialize:python@\n@@\nimport sys\nsys.path.append(\"%s\")\n\n", lib
		if (split(line, word, "\"") == 3 && line ~ /^#include/)
			put(folder word[2])
		else
			print line
	}
}

BEGIN { put(ARGV[1]); exit }
