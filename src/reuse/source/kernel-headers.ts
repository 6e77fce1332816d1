// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildTrees } from '../../build/index.js'
import { type Declaration, declarationsIn } from './declarations.js'

/** How a kernel's headers are included, in the order of its top makefile. */
export function includeFlags({ srctree, objtree }: BuildTrees, srcArch: string): readonly string[] {
  const arch = `arch/${srcArch}/include`
  return [
    '-nostdinc',
    `-I${srctree}/${arch}`,
    `-I${objtree}/${arch}/generated`,
    `-I${srctree}/include`,
    `-I${objtree}/include`,
    `-I${srctree}/${arch}/uapi`,
    `-I${objtree}/${arch}/generated/uapi`,
    `-I${srctree}/include/uapi`,
    `-I${objtree}/include/generated/uapi`,
    ...['compiler-version.h', 'kconfig.h', 'compiler_types.h'].flatMap(name => [
      '-include',
      `${srctree}/include/linux/${name}`,
    ]),
  ]
}

/** Where a header of that name is in sources: of `asm/` that of the architecture, or the generic one it stands for. */
export function headerPaths(name: string, srcArch: string): readonly string[] {
  const arch = `arch/${srcArch}/include`
  const generic = name.startsWith('asm/') ? [`include/asm-generic/${name.slice('asm/'.length)}`] : []
  return [`${arch}/${name}`, ...generic, `include/${name}`, `${arch}/uapi/${name}`, `include/uapi/${name}`]
}

/** The name by which a header is included. */
export const includeName = (path: string): string => path.replace(/^(?:arch\/\w+\/)?include\/(?:uapi\/)?/, '')

/** All headers of sources, relative to them, sorted: those of the kernel before those of its users. */
export async function listHeaders(root: string, srcArch: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const directory of ['include', `arch/${srcArch}/include`]) {
    const entries = await readdir(join(root, directory), { recursive: true }).catch(() => [])
    const headers = entries.filter(entry => entry.endsWith('.h') && !entry.startsWith('generated/'))
    found.push(...headers.sort().map(entry => join(directory, entry)))
  }
  return found
}

/** What the headers say of each name; reads each header once. */
export async function searchHeaders(
  root: string,
  headers: readonly string[],
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const found = new Map<string, Declaration[]>()
  if (names.size === 0) return found
  const bare = new Map([...names].map(name => [name, name.replace(/^.* /, '')]))
  for (const header of headers) {
    const text = await readFile(join(root, header), 'utf8').catch(() => '')
    const words = new Set(text.match(/\w+/g))
    const candidates = [...bare].filter(([, word]) => words.has(word)).map(([name]) => name)
    for (const [name, declaration] of declarationsIn(header, text, candidates)) {
      found.set(name, [...(found.get(name) ?? []), declaration])
    }
  }
  return found
}
