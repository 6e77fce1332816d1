// SPDX-License-Identifier: GPL-2.0-only

/** A shell script in the manner of scripts/link-vmlinux.sh. */
export const SHELL = `#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
set -e

# Nice output in kbuild format
info()
{
	printf "  %-7s %s\\n" "\${1}" "\${2}"
}

# Link of vmlinux
# \${1} - output file
vmlinux_link() {
	local output=\${1}
	if is_enabled CONFIG_X; then
		objs="\${KBUILD_VMLINUX_OBJS} { }"
	fi
	\${ld} -o \${output} \${objs}
}
function cleanup
{
	rm -f .btf.*
}
vmlinux_link vmlinux
`
