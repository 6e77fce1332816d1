// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KernelTree } from '../kernel-tree.js'

/**
 * The options, without `CONFIG_`, that the Kconfig files of a tree define for one architecture: those that the top one
 * reaches by `source`. A file that is not there is left out; Kconfig itself complains of it.
 */
export async function kconfigSymbols(tree: KernelTree, srcArch: string): Promise<ReadonlySet<string>> {
  const symbols = new Set<string>()
  const seen = new Set<string>()
  const read = async (path: string): Promise<void> => {
    if (seen.has(path)) return
    seen.add(path)
    const text = await readFile(join(tree.root, path), 'utf8').catch(() => '')
    for (const [, symbol = ''] of text.matchAll(/^[ \t]*(?:menu)?config[ \t]+(\w+)/gm)) symbols.add(symbol)
    const sources = Array.from(text.matchAll(/^[ \t]*source[ \t]+"([^"]+)"/gm), ([, source = '']) => source)
    await Promise.all(sources.map(source => read(source.replaceAll('$(SRCARCH)', srcArch))))
  }
  await read('Kconfig')
  return symbols
}
