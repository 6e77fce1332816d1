// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { carvedDirectories } from './directories.js'
import { descents, directoryLists } from './directory-lists.js'

test('the lists of the makefiles follow from the carved directories', () => {
  expect(descents).toEqual(['crypto', 'arch/$(SRCARCH)'])
  expect(directoryLists.variants[0]?.fills).toEqual({
    ROOTS: 'crypto arch/$(SRCARCH)/crypto',
    PLACES: 'crypto crypto/* arch/$(SRCARCH)/crypto',
    ARCHIVES: '\tarch/$(SRCARCH)/crypto \\\n\tcrypto)',
  })
})

test('no makefile of the payload names a carved directory', async () => {
  const payload = fileURLToPath(new URL('../payload', import.meta.url))
  const entries = await readdir(payload, { recursive: true, withFileTypes: true })
  const makefiles = entries.filter(({ name }) => name.startsWith('Makefile'))
  expect(makefiles.length).toBeGreaterThan(3)
  const names = carvedDirectories.map(({ path }) => path.replace(/^arch\/\w+\//, 'arch/$(SRCARCH)/'))
  for (const { parentPath, name } of makefiles) {
    const words = (await readFile(join(parentPath, name), 'utf8')).replace(/^#.*$/gm, '').split(/[\s,()]+/)
    expect(
      words.filter(word => names.includes(word)),
      name,
    ).toEqual([])
  }
})
