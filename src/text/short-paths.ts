// SPDX-License-Identifier: GPL-2.0-only
import { homedir } from 'node:os'
import { escapePattern } from '../core/escape-pattern.js'

/** Where someone reads: paths below either are shorter from there. */
interface Reader {
  readonly cwd: string
  readonly home: string
}

const reader = (): Reader => ({ cwd: process.cwd(), home: homedir() })

/** A text with its paths as someone at a terminal would type them: relative to the working directory, or from `~`. */
export function shortPaths(text: string, { cwd, home }: Reader = reader()): string {
  const below = text.replace(beginning(cwd), (_, name: string) => name)
  return below.replace(beginning(home), (_, name: string) => `~/${name}`)
}

/** Up to the first character of the name below it; not within another path. */
const beginning = (directory: string): RegExp =>
  directory.length < 2 ? /(?!)()/ : new RegExp(`(?<![\\w/.~$-])${escapePattern(directory)}/([\\w.@+])`, 'g')

/** One path in the same way; the working directory itself is `.`. */
export const shortPath = (path: string, { cwd, home }: Reader = reader()): string => {
  if (path === cwd) return '.'
  return path === home ? '~' : shortPaths(path, { cwd, home })
}
