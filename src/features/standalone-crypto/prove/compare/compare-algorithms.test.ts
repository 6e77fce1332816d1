// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { CryptoAlgorithm } from '../../../../formats/proc-crypto/index.js'
import { compareAlgorithms } from './compare-algorithms.js'

const algorithm = (driver: string, change: Partial<CryptoAlgorithm> = {}): CryptoAlgorithm => ({
  name: 'aes',
  driver,
  module: 'kernel',
  priority: 100,
  refcnt: 1,
  selftest: 'passed',
  internal: false,
  fips: undefined,
  type: 'cipher',
  other: {},
  ...change,
})
const carved = (driver: string, change: Partial<CryptoAlgorithm> = {}) =>
  algorithm(driver, { module: 'fips140', ...change })

test('the same algorithms in any order pass when the module serves them', () => {
  const check = compareAlgorithms(
    [algorithm('a'), algorithm('b'), algorithm('m', { module: 'serpent' })],
    [carved('b', { refcnt: 7 }), carved('a'), algorithm('m', { module: 'serpent' })],
  )
  expect(check).toMatchObject({ status: 'pass', differences: [] })
  expect(check.evidence).toEqual(['3 algorithms in both, 2 of them served by fips140'])
})

test('what is missing, new or different is listed', () => {
  const stock = [algorithm('a'), algorithm('b'), algorithm('c')]
  const other = [carved('a', { priority: 300, selftest: 'unknown' }), algorithm('c'), carved('d')]
  expect(compareAlgorithms(stock, other).differences).toEqual([
    'aes (a): priority is 300, stock has 100',
    'aes (a): selftest is unknown, stock has passed',
    'aes (b) is missing',
    'aes (c): module is kernel, expected fips140',
    'aes (d) is new',
  ])
})

test('a built-in driver from elsewhere may stay in the kernel', () => {
  expect(compareAlgorithms([algorithm('padlock')], [algorithm('padlock')], () => true).status).toBe('pass')
})

test('a driver that is there twice is compared with the entry most like it', () => {
  const twice = (make: typeof algorithm) => [make('a', { priority: 2 }), make('a', { priority: 1 })]
  expect(compareAlgorithms(twice(algorithm).reverse(), twice(carved)).status).toBe('pass')
})

test('an empty /proc/crypto proves nothing', () => {
  expect(compareAlgorithms([], []).status).toBe('fail')
})
