// SPDX-License-Identifier: GPL-2.0-only
import { basename, relative } from 'node:path'

/** How the user calls us: `kcarve` where it is installed, the script's path in a clone. */
export function ownCommand(
  script: string = process.argv[1] ?? 'kcarve',
  cwd: string = process.cwd(),
): string {
  if (basename(script) === 'kcarve') return 'kcarve'
  const path = relative(cwd, script)
  return path.startsWith('..') ? script : path.includes('/') ? path : `./${path}`
}
