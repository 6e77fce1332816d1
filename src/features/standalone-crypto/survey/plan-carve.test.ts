// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDotConfig } from '../../../formats/dot-config/index.js'
import { placementCheck, plannedObjects } from '../checks/placement.js'
import type { CarveRule } from './plan.js'
import { planCarve, planDirectory } from './plan-carve.js'

const MAKEFILE = `obj-$(CONFIG_AES) += aes.o
obj-$(CONFIG_FIPS) += fips.o
obj-$(CONFIG_CTR) += ctr.o
obj-$(CONFIG_SUB) += sub/
obj-$(CONFIG_KEYS) += keys.o
keys-y := restrict.o type.o
`
const FILES = {
  'crypto/Makefile': MAKEFILE,
  'crypto/aes.c': 'IS_REACHABLE(CONFIG_HASH)\n',
  'crypto/fips.c': '__setup("fips=", f);\n',
  'crypto/restrict.c': '#ifndef MODULE\n#endif\n',
}
const rules: readonly CarveRule[] = [
  { path: 'crypto', stays: [{ objects: ['fips.o'], because: 'needed early' }] },
  { path: 'crypto/krb5', optional: true, stays: [] },
  { path: 'arch/arm64/crypto', stays: [] },
]
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kcarve-plan-'))
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
})
afterAll(() => rm(root, { recursive: true }))

function plan(config?: string, { isFragment = false } = {}) {
  const edited = [
    {
      path: 'crypto/restrict.c',
      newContent: Buffer.from('#if !defined(MODULE) || defined(FIPS_MODULE)\n#endif\n'),
    },
  ]
  const tree = { root, version: '6.12.0', numbers: [6, 12, 0], name: '' } as const
  const chosen = config === undefined ? {} : { config: readDotConfig(config), isFragment }
  return planCarve(tree, { rules, edited, srcArch: 'x86', ...chosen })
}

test('a config decides what moves, stays, and is a module', async () => {
  const { directories, totals } = await plan('CONFIG_AES=y\nCONFIG_FIPS=y\nCONFIG_CTR=m\nCONFIG_SUB=y\n')
  expect(directories.map(({ path, isPresent }) => [path, isPresent])).toEqual([
    ['crypto', true],
    ['crypto/krb5', false],
  ])
  expect(directories[0]?.objects.map(({ name, placement }) => `${name} ${placement}`)).toEqual([
    'aes.o moves',
    'fips.o stays',
    'ctr.o module',
    'keys.o off',
  ])
  expect(directories[0]?.objects[1]?.because).toBe('needed early')
  expect(totals).toEqual({ moves: 1, stays: 1, module: 1, off: 1, 'by config': 0 })
})

test('built-in objects of a subdirectory that stays do as well, as the check of placement expects', async () => {
  await mkdir(join(root, 'lib/crypto/tests'), { recursive: true })
  await writeFile(
    join(root, 'lib/crypto/Makefile'),
    'obj-$(CONFIG_KUNIT) += tests/\nobj-$(CONFIG_AES) += libaes.o\nlibaes-y := aes.o\n',
  )
  await writeFile(
    join(root, 'lib/crypto/tests/Makefile'),
    'obj-$(CONFIG_AES_TEST) += aes_kunit.o\nobj-$(CONFIG_SHA_TEST) += sha_kunit.o\nsha_kunit-y := one.o two.o\n',
  )
  const tests: CarveRule = { path: 'lib/crypto', stays: [{ objects: ['tests/'], because: 'unit tests' }] }
  const planned = async (config: string) =>
    planDirectory(root, tests, { srcArch: 'x86', config: readDotConfig(config), isFragment: false })
  const builtIn = await planned('CONFIG_KUNIT=y\nCONFIG_AES=y\nCONFIG_AES_TEST=m\nCONFIG_SHA_TEST=y\n')
  expect(builtIn.objects.map(({ name, placement, because }) => [name, placement, because])).toEqual([
    ['libaes.o', 'moves', undefined],
    ['tests/sha_kunit.o', 'stays', 'unit tests'],
  ])
  const check = placementCheck({
    expected: plannedObjects({ directories: [builtIn] }),
    module: ['lib/crypto/aes.o'],
    vmlinux: ['lib/crypto/tests/one.o', 'lib/crypto/tests/two.o'],
  })
  expect(check).toMatchObject({ status: 'pass', differences: [] })
  const modules = await planned('CONFIG_KUNIT=m\nCONFIG_AES=y\nCONFIG_AES_TEST=m\nCONFIG_SHA_TEST=m\n')
  expect(modules.objects.map(({ name }) => name)).toEqual(['libaes.o'])
})

test('what a fragment does not name is for Kconfig to decide', async () => {
  const { directories, totals, hazards } = await plan('CONFIG_AES=y\n', { isFragment: true })
  expect(directories[0]?.objects.map(({ name, placement }) => `${name} ${placement}`)).toEqual([
    'aes.o moves',
    'fips.o stays',
    'ctr.o by config',
    'keys.o by config',
  ])
  expect(totals.off).toBe(0)
  expect(hazards.map(({ path, placement }) => `${path} ${placement}`)).toContain(
    'crypto/restrict.c by config',
  )
})

test('without a config only what stays is known', async () => {
  expect((await plan()).totals).toEqual({ moves: 0, stays: 1, module: 0, off: 0, 'by config': 3 })
})

test('hazards are judged as the edited sources and the config make them', async () => {
  const handled = async (config: string) =>
    Object.fromEntries((await plan(config)).hazards.map(({ path, handledBy }) => [path, handledBy]))
  const { hazards } = await plan('CONFIG_AES=y\nCONFIG_KEYS=y\nCONFIG_HASH=m\nCONFIG_FIPS=y\n')
  expect(hazards.map(({ path, line, placement }) => `${path}:${line} ${placement}`)).toEqual([
    'crypto/aes.c:1 moves',
    'crypto/fips.c:1 stays',
    'crypto/restrict.c:1 moves',
  ])
  const m = await handled('CONFIG_AES=y\nCONFIG_KEYS=y\nCONFIG_HASH=m\n')
  expect(m['crypto/aes.c']).toContain('as it is for built-in code')
  expect(m['crypto/restrict.c']).toContain('FIPS_MODULE')
  expect((await handled('CONFIG_AES=m\n'))['crypto/aes.c']).toContain('module of its own')
})

test('a plan is plain data', async () => {
  const planned = await plan('CONFIG_AES=y\n')
  expect(JSON.parse(JSON.stringify(planned)).totals).toEqual(planned.totals)
})
