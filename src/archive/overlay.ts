// SPDX-License-Identifier: GPL-2.0-only

import { mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isDirectory } from '../core/exists.js'

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

/** Puts a file into what has been laid out. Linked directories above it are first replaced by real ones. */
export async function putInto(target: string, path: string, text: string): Promise<void> {
  for (const above of ancestors(path).reverse()) {
    const directory = join(target, above)
    const linked = await readlink(directory).catch(() => undefined)
    if (linked === undefined) continue
    await rm(directory)
    await mkdir(directory)
    await linkEntries(linked, directory, () => true)
  }
  await rm(join(target, path), { force: true })
  await writeFile(join(target, path), text)
}

/** Where sources and their build directory both have headers. */
const WITH_HEADERS = /^(?:include(?:\/.*)?|arch(?:\/\w+(?:\/include(?:\/.*)?)?)?)$/

/**
 * Lays out `target` as a build in the tree is, out of sources and their build directory: headers of both are in one directory, all else
 * is that of the sources where they have it. What there is, is linked to.
 */
export async function unite(target: string, source: string, build: string, below = ''): Promise<void> {
  await mkdir(join(target, below), { recursive: true })
  const [first, second] = [await directoriesIn(source, below), await directoriesIn(build, below)]
  const shared = [...first].filter(name => second.has(name) && WITH_HEADERS.test(join(below, name)))
  for (const name of shared) await unite(target, source, build, join(below, name))
  const [from, to] = [join(source, below), join(target, below)]
  await linkEntries(from, to, name => !shared.includes(name))
  const taken = new Set(await readdir(to))
  await linkEntries(join(build, below), to, name => !taken.has(name))
}

async function directoriesIn(root: string, below: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => [])
  const found = new Set<string>()
  for (const entry of entries) {
    // Headers packages link directories.
    if (await isDirectory(join(root, below, entry.name))) found.add(entry.name)
  }
  return found
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
