// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrozenSources } from './frozen-sources.js'

/** Of some headers those that declare a function which the frozen sources define and export: their own interface. */
export async function providedHeaders(
  { root, units }: FrozenSources,
  headers: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const exported = new Set<string>()
  for (const { file } of units) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/^EXPORT_SYMBOL\w*\(\s*(\w+)/gm)) exported.add(name)
  }
  const provided = new Set<string>()
  for (const header of new Set(headers)) {
    const text = await readFile(join(root, header), 'utf8').catch(() => '')
    if ([...text.matchAll(/\b(\w+)\s*\(/g)].some(([, name = '']) => exported.has(name))) provided.add(header)
  }
  return provided
}
