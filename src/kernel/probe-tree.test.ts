// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../core/errors.js'
import { readKernelVersion } from './kernel-version.js'
import { probeTree } from './probe-tree.js'

const MAKEFILE =
  '# SPDX\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION =\nNAME = Baby Opossum Posse\n'
let directory: string

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'kcarve-probe-')))
})
afterAll(() => rm(directory, { recursive: true }))

async function makeTree(name: string, files: readonly string[]): Promise<string> {
  const root = join(directory, name)
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), file === 'Makefile' ? MAKEFILE : '')
  }
  return root
}

const WHOLE = ['Makefile', 'Kbuild', 'Kconfig', 'scripts/Makefile.build', 'init/main.c']

test('a tree is known by its root and version, through a symlink as well', async () => {
  const root = await makeTree('whole', WHOLE)
  await symlink(root, join(directory, 'link'))
  const tree = { root, version: '6.12.117', numbers: [6, 12, 117], name: 'Baby Opossum Posse' }
  expect(await probeTree(root)).toEqual(tree)
  expect(await probeTree(join(directory, 'link'))).toEqual(tree)
})

test('what is no kernel tree is refused, and what it lacks is named', async () => {
  const root = await makeTree('other', ['Makefile', 'Kbuild'])
  const refusal = probeTree(root)
  await expect(refusal).rejects.toBeInstanceOf(UsageError)
  await expect(refusal).rejects.toThrow('it has no Kconfig, no scripts/Makefile.build, no init/main.c')
  await expect(probeTree(join(directory, 'absent'))).rejects.toThrow('does not exist')
  await expect(probeTree(join(root, 'Makefile'))).rejects.toThrow('is not a directory')
})

test('packaged headers are told from sources', async () => {
  const root = await makeTree('headers', WHOLE.slice(0, -1))
  await expect(probeTree(root)).rejects.toMatchObject({ hint: expect.stringContaining('packaged headers') })
})

test('EXTRAVERSION belongs to the version only behind a SUBLEVEL', () => {
  const version = (text: string) => readKernelVersion(text)?.version
  expect(version('VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\nEXTRAVERSION = -rc2\n')).toBe('6.13.0-rc2')
  expect(version('VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL =\nEXTRAVERSION = -rc2\n')).toBe('6.13')
  expect(version('all:\n')).toBeUndefined()
})
