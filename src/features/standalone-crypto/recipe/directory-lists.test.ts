// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { carvedDirectories } from './directories.js'
import { descents, directoryLists } from './directory-lists.js'

const present = (...without: string[]) => carvedDirectories.filter(({ path }) => !without.includes(path))

test('the lists of the makefiles follow from the directories that the tree has', () => {
  const of6_12 = present('lib/mpi', 'arch/x86/lib/crypto', 'arch/arm64/lib/crypto')
  expect(descents(of6_12)).toEqual(['crypto', 'lib', 'arch/$(SRCARCH)'])
  expect(directoryLists(of6_12).variants[0]?.fills).toEqual({
    ROOTS: 'crypto lib/crypto arch/$(SRCARCH)/crypto',
    PLACES: 'crypto crypto/* lib/crypto lib/crypto/* arch/$(SRCARCH)/crypto',
    ARCHIVES: '\tarch/$(SRCARCH)/crypto \\\n\tcrypto \\\n\tlib/crypto)',
  })
})

test('a directory that kbuild visits by an option has an archive by that option', () => {
  const of6_1 = present('lib/crypto/mpi', 'arch/x86/lib/crypto', 'arch/arm64/lib/crypto')
  const { ROOTS, ARCHIVES } = directoryLists(of6_1).variants[0]?.fills ?? {}
  expect(ROOTS).toBe('crypto lib/crypto lib/mpi arch/$(SRCARCH)/crypto')
  expect(ARCHIVES).toContain('\tlib/crypto \\\n\t$(if $(CONFIG_MPILIB),lib/mpi))')
})

test('the library of an architecture is linked last, and is a directory of its own to the top Kbuild', () => {
  const of6_16 = present('lib/mpi')
  expect(descents(of6_16)).toEqual(['crypto', 'lib', 'arch/$(SRCARCH)', 'arch/$(SRCARCH)/lib'])
  expect(directoryLists(of6_16).variants[0]?.fills?.ARCHIVES).toMatch(/\tarch\/\$\(SRCARCH\)\/lib\/crypto\)$/)
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
