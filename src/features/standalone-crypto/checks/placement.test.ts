// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { placementCheck, plannedObjects } from './placement.js'

const expected = ['crypto/aes.o', 'crypto/fips.o', 'arch/x86/crypto/a.o']
const module = [
  'crypto/fips140/table-start.o',
  'arch/x86/crypto/a.o',
  'crypto/aes.o',
  'crypto/fips140/descriptor.o',
]
const vmlinux = ['crypto/fips.o', 'crypto/fips140-group.o', 'crypto/fips140-group-after-fips.o']

test('every object in exactly one place passes, ours not counted', () => {
  const check = placementCheck({ expected, module, vmlinux })
  expect(check).toMatchObject({ id: 'placement', status: 'pass', differences: [] })
  expect(check.evidence).toEqual([
    '3 built-in objects: 2 in the module, 1 in vmlinux',
    'in vmlinux: crypto/fips.o',
  ])
})

test('lost, doubled and new objects are told apart', () => {
  const check = placementCheck({
    expected,
    module: ['crypto/aes.o', 'crypto/aes.o', 'crypto/fips.o', 'crypto/new.o'],
    vmlinux: ['crypto/fips.o'],
  })
  expect(check.status).toBe('fail')
  expect(check.differences).toEqual([
    'arch/x86/crypto/a.o is lost: neither in the module nor in vmlinux',
    'crypto/aes.o is linked twice',
    'crypto/new.o is linked, but is not among the built-in objects',
    'crypto/fips.o is linked into both the module and vmlinux',
  ])
})

test('a kernel in which nothing was carved does not pass', () => {
  expect(placementCheck({ expected, module: [], vmlinux: expected }).status).toBe('fail')
  expect(placementCheck({ expected: [], module: [], vmlinux: [] }).status).toBe('fail')
})

test('a plan expects what moves and what stays, composites as their parts', () => {
  const object = (name: string, placement: 'moves' | 'stays' | 'off', parts: string[] = []) => ({
    name,
    option: 'X',
    placement,
    because: undefined,
    parts,
  })
  const objects = [object('a.o', 'moves'), object('b.o', 'off'), object('c.o', 'stays', ['d.o', 'e.o'])]
  expect(plannedObjects({ directories: [{ path: 'crypto', isPresent: true, objects }] })).toEqual([
    'crypto/a.o',
    'crypto/d.o',
    'crypto/e.o',
  ])
})
