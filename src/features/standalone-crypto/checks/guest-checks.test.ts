// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readKtap } from '../../../formats/ktap/index.js'
import { GUEST_CHECKS, guestCheck } from './guest-checks.js'

function checkOf(...lines: string[]) {
  const [test] = readKtap(`KTAP version 1\n1..1\n${lines.join('\n')}\n`).tests
  if (test === undefined) throw new Error('no result')
  return guestCheck(test)
}

test('the names are those of scripts in the guest, and each id is its own', () => {
  const scripts = readdirSync(fileURLToPath(new URL('../guest/checks', import.meta.url)))
  expect(scripts).toEqual(expect.arrayContaining(Object.keys(GUEST_CHECKS).map(name => `${name}.sh`)))
  const ids = Object.values(GUEST_CHECKS).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter(id => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([])
})

test('the line that sums a check up is its evidence', () => {
  expect(checkOf('# fips140 Live', '# rmmod: busy', 'ok 1 module')).toMatchObject({
    id: 'module-live',
    status: 'pass',
    evidence: ['rmmod: busy'],
    differences: [],
  })
  expect(checkOf('# 2 algorithms', '# odd: unknown', 'ok 1 crypto-all').evidence).toEqual(['2 algorithms'])
  expect(checkOf('# ctr ok', '# gcm ok', 'ok 1 modprobe').evidence).toEqual(['ctr ok, gcm ok'])
})

test('a check that fails lists what is wrong as differences', () => {
  expect(checkOf('# 2 algorithms', '# aes: failed', 'not ok 1 crypto-all')).toMatchObject({
    status: 'fail',
    evidence: ['2 algorithms'],
    differences: ['aes: failed'],
  })
  expect(checkOf('# ctr ok', '# gcm failed', 'not ok 1 modprobe').differences).toEqual(['gcm failed'])
  expect(checkOf('# version 1', '# no digest', 'not ok 1 integrity')).toMatchObject({
    evidence: ['no digest'],
    differences: ['version 1', 'no digest'],
  })
})

test('a check that fails is a failure whatever it printed', () => {
  expect(checkOf('# /proc/crypto is empty', 'not ok 1 crypto-all')).toMatchObject({
    status: 'fail',
    differences: ['/proc/crypto is empty'],
  })
  expect(checkOf('not ok 1 afalg')).toMatchObject({
    status: 'fail',
    differences: ['it failed and printed nothing'],
  })
})

test('a check that was skipped says why, and one that is not known keeps its name', () => {
  expect(checkOf('ok 1 modprobe # SKIP no modules')).toMatchObject({
    id: 'modprobe',
    status: 'skip',
    evidence: ['no modules'],
  })
  expect(checkOf('ok 1 others')).toMatchObject({ id: 'others', title: 'others', status: 'pass' })
})
