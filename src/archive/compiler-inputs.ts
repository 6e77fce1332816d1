// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { BuildTrees } from '../build/index.js'
import { UsageError } from '../core/errors.js'
import { inFile } from '../core/in-file.js'
import { readDotCmd } from '../formats/dot-cmd/index.js'

/** What the compiler read to make the objects of a module. Paths are relative to where they are, sorted. */
export interface CompilerInputs {
  /** In the sources; of a build in the tree also what it makes beside them. */
  readonly sources: readonly string[]
  /** Made by the build. */
  readonly generated: readonly string[]
  /** The compiler's own: absolute. */
  readonly outside: readonly string[]
  /** The `.cmd` files that say so, relative to the build. */
  readonly commands: readonly string[]
}

/** Where a build in the tree makes headers that are not of one directory alone. */
const GENERATED = /^(?:arch\/\w+\/)?include\/(?:generated|config)\//
const AUTOCONF = 'include/generated/autoconf.h'

/** Throws UsageError when an object has no `.cmd` file: it was not built by kbuild, or not completely. */
export async function compilerInputs(
  { objtree, srctree }: BuildTrees,
  objects: readonly string[],
): Promise<CompilerInputs> {
  const sources = new Set<string>()
  // fixdep leaves it out of what it lists: for make the options in it stand for themselves.
  const generated = new Set<string>([AUTOCONF])
  const outside = new Set<string>()
  const commands: string[] = []
  for (const object of objects) {
    const command = join(dirname(object), `.${basename(object)}.cmd`)
    commands.push(command)
    for (const input of await inputsOf(join(objtree, command))) {
      const path = resolve(objtree, input)
      // A build directory may be below the sources.
      const inBuild = below(objtree, path)
      const inSource = below(srctree, path)
      if (inBuild !== undefined && (objtree !== srctree || GENERATED.test(inBuild))) generated.add(inBuild)
      else if (inSource !== undefined) sources.add(inSource)
      else outside.add(path)
    }
  }
  return {
    sources: [...sources].sort(),
    generated: [...generated].sort(),
    outside: [...outside].sort(),
    commands: commands.sort(),
  }
}

async function inputsOf(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new UsageError(`${path} cannot be read: the build is not complete`, { cause })
  })
  const { source, deps } = inFile(path, () => readDotCmd(text))
  return source === undefined ? deps : [source, ...deps]
}

function below(directory: string, path: string): string | undefined {
  const inside = relative(directory, path)
  return inside.startsWith('..') || inside === '' ? undefined : inside
}
