// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/**
 * Lays out `target` as `base` with some directories exchanged: they come from `own` alone, and are directories of their own,
 * which can be written to. All else is linked to.
 */
export async function layOut(
  target: string,
  base: string,
  own: string,
  directories: readonly string[],
): Promise<void> {
  const exchanged = new Set(directories)
  /** What lies between the root and one of them is made as well. */
  const between = new Set(directories.flatMap(ancestors).filter(path => !exchanged.has(path)))
  await mkdir(target, { recursive: true })
  for (const directory of ['', ...between]) {
    await mkdir(join(target, directory), { recursive: true })
    await linkEntries(join(base, directory), join(target, directory), name => {
      const path = join(directory, name)
      return !exchanged.has(path) && !between.has(path)
    })
  }
  for (const directory of exchanged) {
    await mkdir(join(target, directory), { recursive: true })
    await linkEntries(
      join(own, directory),
      join(target, directory),
      name => !isAbove(exchanged, join(directory, name)),
    )
  }
}

/** Also when one of the exchanged directories is in another. */
const isAbove = (exchanged: ReadonlySet<string>, path: string) =>
  [...exchanged].some(directory => directory === path || directory.startsWith(`${path}/`))

function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === '.' ? [] : [above, ...ancestors(above)]
}

async function linkEntries(from: string, to: string, wanted: (name: string) => boolean): Promise<void> {
  const names = await readdir(from).catch(() => [])
  for (const name of names.filter(wanted)) await symlink(resolve(from, name), join(to, name))
}
