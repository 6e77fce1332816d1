// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { BuildTrees } from '../build/index.js'
import { FormatError } from '../core/errors.js'
import { inParallel } from '../core/in-parallel.js'
import { readDotCmd } from '../formats/dot-cmd/index.js'

/**
 * The headers of the sources, relative to them, that a build reads for other objects than these: what such a header says is shared with the rest of the
 * kernel. Undefined for what keeps no commands, as packages of headers do: there nobody can tell.
 */
export async function headersElsewhere(
  { objtree, srctree }: BuildTrees,
  objects: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const own = new Set(objects.map(object => join(dirname(object), `.${basename(object)}.cmd`)))
  const entries = await readdir(objtree, { recursive: true, withFileTypes: true })
  const commands = entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.o.cmd'))
    .map(({ parentPath, name }) => relative(objtree, join(parentPath, name)))
    .filter(path => !/^(?:scripts|tools)\//.test(path))
  const others = commands.filter(path => !own.has(path))
  if (others.length === 0) return undefined
  const found = new Set<string>()
  await inParallel(others, async path => {
    const text = await readFile(join(objtree, path), 'utf8').catch(() => '')
    for (const input of inputsOf(text)) {
      const inSource = relative(srctree, resolve(objtree, input))
      if (input.endsWith('.h') && !inSource.startsWith('..')) found.add(inSource)
    }
  })
  return found
}

/** Some are those of commands that compile nothing, or were written half. */
function inputsOf(text: string): readonly string[] {
  try {
    return readDotCmd(text).deps
  } catch (error) {
    if (error instanceof FormatError) return []
    throw error
  }
}
