// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildAsn1Compiler, compileAsn1 } from '../../archive/index.js'
import { inParallel } from '../../core/in-parallel.js'
import type { FrozenSources } from './frozen-sources.js'

/**
 * Makes the headers that a build of the sources would make of their ASN.1 modules, in `directory`. An archive has them; without
 * the compiler for them in the sources there are none.
 */
export async function makeHeaders(
  { root, build, units }: FrozenSources,
  directory: string,
  signal?: AbortSignal,
): Promise<void> {
  if (build !== undefined) return
  const directories = [...new Set(units.map(({ file }) => dirname(file)))]
  const lists = await inParallel(directories, async path => {
    const names = await readdir(join(root, path))
    return names
      .filter(name => name.endsWith('.asn1'))
      .map(name => ({ name, module: join(root, path, name) }))
  })
  const modules = lists.flat()
  if (modules.length === 0) return
  const compiler = join(directory, 'asn1_compiler')
  if (!(await buildAsn1Compiler(root, compiler, signal))) return
  for (const { name, module } of modules) await compileAsn1(compiler, module, { directory, name })
}
