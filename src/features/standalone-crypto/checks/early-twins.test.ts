// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readElf, STB_GLOBAL, STB_LOCAL } from '../../../formats/elf/index.js'
import { writeElf } from '../../../formats/elf/testing/write-elf.js'
import { earlyTwinsCheck } from './early-twins.js'

const symbol = (name: string, st_value: bigint, st_size = 0, st_bind = STB_GLOBAL) => ({
  name,
  st_bind,
  st_type: 0,
  section: 0,
  st_value,
  st_size,
})
const edges = [symbol('__init_begin', 0x1000n), symbol('__init_end', 0x2000n)]
const twin = symbol('fips140_early_sha256', 0x1100n, 64)

const vmlinuxWith = (...symbols: ReturnType<typeof symbol>[]) =>
  readElf(writeElf({ sections: [{ name: '.text', data: new Uint8Array(8) }], symbols }))
const functions = [
  { name: 'crypto_alloc_shash', definedIn: null, users: [] },
  { name: 'sha256', twin: 'fips140_early_sha256', definedIn: null, users: [] },
]

test('twins and their data in init memory are counted', () => {
  const table = symbol('fips140_early_sha256_K', 0x1800n, 256, STB_LOCAL)
  expect(earlyTwinsCheck(vmlinuxWith(...edges, twin, table), { functions })).toMatchObject({
    id: 'early-twins',
    status: 'pass',
    evidence: ['for sha256', '2 symbols, 320 bytes of init memory'],
  })
})

test('what stays resident of a twin is named', () => {
  const table = symbol('fips140_early_sha256_K', 0x1fffn, 256, STB_LOCAL)
  const padding = symbol('fips140_early_padding', 0xfffn)
  expect(earlyTwinsCheck(vmlinuxWith(...edges, twin, table, padding), { functions })).toMatchObject({
    status: 'fail',
    differences: [
      'fips140_early_sha256_K at 0x1fff is not in init memory',
      'fips140_early_padding at 0xfff is not in init memory',
    ],
  })
})

test('a twin that a redirect leads to must be there, and init memory must have edges', () => {
  expect(earlyTwinsCheck(vmlinuxWith(...edges), { functions }).differences).toEqual([
    'vmlinux does not define fips140_early_sha256',
  ])
  expect(earlyTwinsCheck(vmlinuxWith(twin), { functions }).status).toBe('fail')
})

test('without twins there is nothing to free', () => {
  expect(earlyTwinsCheck(vmlinuxWith(...edges), { functions: functions.slice(0, 1) }).status).toBe('skip')
})
