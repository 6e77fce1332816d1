// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readDotConfig } from '../../../../formats/dot-config/index.js'
import { readProcCrypto } from '../../../../formats/proc-crypto/index.js'
import { compareSelfTests, hasFullSelfTests } from './compare-self-tests.js'

const algorithms = (selftest: string) =>
  readProcCrypto(`name         : sha256
driver       : sha256-generic
module       : kernel
priority     : 100
refcnt       : 1
selftest     : ${selftest}
internal     : no
type         : shash
blocksize    : 64
digestsize   : 32

`)

test('both kernels must pass the full tests', () => {
  expect(compareSelfTests(algorithms('passed'), algorithms('passed')).status).toBe('pass')
  expect(compareSelfTests(algorithms('passed'), algorithms('unknown'))).toMatchObject({
    status: 'fail',
    differences: ['carved: sha256 (sha256-generic): unknown'],
  })
  expect(compareSelfTests([], []).status).toBe('fail')
})

test('the option has another name in each generation of kernels', () => {
  expect(hasFullSelfTests(readDotConfig('CONFIG_CRYPTO_SELFTESTS_FULL=y\n'))).toBe(true)
  expect(hasFullSelfTests(readDotConfig('CONFIG_CRYPTO_MANAGER_EXTRA_TESTS=y\n'))).toBe(true)
  expect(hasFullSelfTests(readDotConfig('# CONFIG_CRYPTO_SELFTESTS_FULL is not set\n'))).toBe(false)
})
