// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { declaredNames } from './declarations.js'
import { headerPaths, includeName, searchHeaders } from './kernel-headers.js'

/** What became of a header that the new kernel lacks. Paths are relative to the sources. */
export interface MissingHeader {
  /** Undefined when the frozen sources do not have it either: a build makes it. */
  readonly was: string | undefined
  /** The header of the new kernel that declares most of what it declared. */
  readonly is: string | undefined
}

export interface StandInContext {
  readonly frozen: string
  readonly kernel: string
  /** All headers of the new kernel. */
  readonly headers: readonly string[]
  readonly srcArch: string
  /** Where stand-ins are written to. */
  readonly directory: string
}

/**
 * Writes a header that stands in for one the new kernel lacks, so that the errors behind it can be seen: one that includes
 * its successor, or else the frozen one.
 */
export async function standInFor(name: string, context: StandInContext): Promise<MissingHeader> {
  const { frozen, kernel, headers, srcArch, directory } = context
  const was = await firstFile(frozen, headerPaths(name, srcArch))
  if (was === undefined) return { was, is: undefined }
  const wanted = new Set(declaredNames(await readFile(join(frozen, was), 'utf8')))
  const is = await successor(kernel, headers, wanted)
  const target = join(directory, name)
  await mkdir(dirname(target), { recursive: true })
  if (is === undefined) await copyFile(join(frozen, was), target)
  else await writeFile(target, `#include <${includeName(is)}>\n`)
  return { was, is }
}

async function successor(
  kernel: string,
  headers: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<string | undefined> {
  const found = await searchHeaders(kernel, headers, wanted)
  const counts = new Map<string, number>()
  for (const declarations of found.values()) {
    for (const path of new Set(declarations.map(each => each.path)))
      counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a)
  return best !== undefined && best[1] * 2 > wanted.size ? best[0] : undefined
}

async function firstFile(root: string, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(join(root, path)).catch(() => undefined)
    if (found?.isFile()) return path
  }
  return undefined
}
