// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { putInto } from '../../archive/index.js'
import { moduleContracts } from '../../features/registry.js'

/** All options, for the compiler; in a build directory. */
const AUTOCONF = 'include/generated/autoconf.h'

/**
 * Gives what was laid out for a new kernel the archive's values of options that only the module's own sources read, such as its version: they
 * were compiled into it, and nothing in the kernel depends on them.
 */
export async function keepOwnOptions(laidOut: string, archive: string): Promise<void> {
  const [own, theirs] = await Promise.all(
    [join(archive, 'build'), laidOut].map(root =>
      readFile(join(root, AUTOCONF), 'utf8').catch(() => undefined),
    ),
  )
  if (own === undefined || theirs === undefined) return
  const options = moduleContracts.flatMap(({ sources }) => sources.options)
  const kept = withOptionsOf(own, theirs, options)
  if (kept !== theirs) await putInto(laidOut, AUTOCONF, kept)
}

/** @internal An autoconf.h with the lines that another has for some options. */
export function withOptionsOf(own: string, theirs: string, options: readonly string[]): string {
  const isKept = (line: string) => {
    const option = /^#define CONFIG_(\w+) /.exec(line)?.[1]
    return option !== undefined && options.includes(option)
  }
  const [mine, other] = [own, theirs].map(text => text.split('\n')) as [string[], string[]]
  const before = other.filter(isKept)
  const after = mine.filter(isKept)
  if (before.join('\n') === after.join('\n')) return theirs
  return [...other.filter(line => !isKept(line) && line !== ''), ...after, ''].join('\n')
}
