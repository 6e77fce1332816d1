// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareObjects } from './compare-objects.js'

const stock = ['crypto/aes.o', 'crypto/fips.o', 'arch/x86/crypto/a.o']
const module = ['crypto/fips140/first.o', 'arch/x86/crypto/a.o', 'crypto/aes.o', 'crypto/fips140/last.o']
const vmlinux = ['crypto/fips.o', 'crypto/fips140-run.o', 'crypto/fips140-run-after-fips.o']

test('every object in exactly one place passes, ours not counted', () => {
  const check = compareObjects({ stock, module, vmlinux })
  expect(check).toMatchObject({ passed: true, differences: [] })
  expect(check.evidence[0]).toBe('3 built-in objects of stock: 2 in the module, 1 in vmlinux')
})

test('lost, doubled and new objects are told apart', () => {
  const check = compareObjects({
    stock,
    module: ['crypto/aes.o', 'crypto/aes.o', 'crypto/fips.o', 'crypto/new.o'],
    vmlinux: ['crypto/fips.o'],
  })
  expect(check.passed).toBe(false)
  expect(check.differences).toEqual([
    'arch/x86/crypto/a.o is lost: neither in the module nor in vmlinux',
    'crypto/aes.o is linked twice',
    'crypto/new.o is linked, but stock does not link it',
    'crypto/fips.o is linked into both the module and vmlinux',
  ])
})

test('a kernel in which nothing was carved does not pass', () => {
  expect(compareObjects({ stock, module: [], vmlinux: stock }).passed).toBe(false)
  expect(compareObjects({ stock: [], module: [], vmlinux: [] }).passed).toBe(false)
})
