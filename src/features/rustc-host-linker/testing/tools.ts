// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Takes its arguments as rustc does: one input, and one executable that links. */
const RUSTC = `#!/bin/sh
inputs=0
while [ $# -gt 0 ]; do
	case $1 in
	--version|--print) exec echo fake ;;
	-Clinker=*) linker=\${1#-Clinker=} ;;
	--emit=link=*) output=\${1#--emit=link=} ;;
	--emit=dep-info=*) depfile=\${1#--emit=dep-info=} ;;
	--out-dir|--extern|--crate-type|--crate-name) shift ;;
	-*|@*) ;;
	*) inputs=$((inputs + 1)); input=$1 ;;
	esac
	shift
done
[ $inputs = 1 ] || { echo "error: multiple input filenames provided" >&2; exit 1; }
[ -z "$depfile" ] || echo "$output: $input" > "$depfile"
exec "$linker" -o "$output" "$input"
`

/** Writes into its output how it was called: the variables A and B, and the number of its arguments. */
const LINKER = `#!/bin/sh
printf 'A=%s B=%s %s\\n' "$A" "$B" $# > "$2"
`

/** Passes on its arguments as a command, as ccache does. */
const PREFIX = `#!/bin/sh
exec "$@"
`

/** A directory for PATH with `fake-rustc`, `fake-ld`, which links, and `prefix`, which runs a command. */
export async function makeTools(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  for (const [name, text] of Object.entries({ 'fake-rustc': RUSTC, 'fake-ld': LINKER, prefix: PREFIX })) {
    await writeFile(join(directory, name), text)
    await chmod(join(directory, name), 0o755)
  }
  return directory
}
