// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, inject, test } from 'vitest'
import { namedCryptography, placeOf } from '../../src/features/standalone-crypto/recipe/index.js'

const tree = inject('tree')
const EXPORT = /^\s*EXPORT_(?:PER_CPU_)?SYMBOL\w*\(\s*(\w+)/gm
/** Not of the kernel itself. */
const ELSEWHERE = /^(?:scripts|samples|tools|Documentation)\//

/** Every symbol that sources export, with the object that a source is compiled to. */
async function exportedSymbols(): Promise<{ name: string; object: string }[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true })
  const found = entries
    .filter(entry => entry.isFile() && /\.[cS]$/.test(entry.name))
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const object = relative(tree, path).replace(/[cS]$/, 'o')
      const text = ELSEWHERE.test(object) ? '' : await readFile(path, 'utf8')
      return [...text.matchAll(EXPORT)].map(([, exported = '']) => ({ name: exported, object }))
    })
  return (await Promise.all(found)).flat()
}

test('a symbol has a cryptographic name if cryptography exports it, and else not', async () => {
  const exported = await exportedSymbols()
  const isInside = ({ object }: { object: string }) => placeOf(object) === 'library'
  expect(exported.filter(isInside).length).toBeGreaterThan(500)
  expect(exported.length).toBeGreaterThan(5000)
  const entropy = exported.filter(({ object }) => object.startsWith('drivers/'))
  const wrong = exported.filter(
    symbol =>
      !entropy.includes(symbol) && (namedCryptography(symbol.name) !== undefined) !== isInside(symbol),
  )
  expect(wrong).toEqual([])
})
