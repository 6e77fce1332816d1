// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { changedLines } from './changed-lines.js'

test('renames are counted apart from other changes', () => {
  const before = 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nx := 1\n'
  const after = 'crypto-objs-$(CONFIG_A) += a.o\ncrypto-objs-$(CONFIG_B) += b.o\nx := 2\n\n# new\n'
  expect(changedLines('Makefile', before, after)).toEqual({
    path: 'Makefile',
    added: 3,
    removed: 1,
    renamed: 2,
  })
})

test('a new crypto-objs line that was none before is a change', () => {
  expect(changedLines('Makefile', 'a\n', 'a\ncrypto-objs-vmlinux += fips.o\n')).toMatchObject({
    added: 1,
    renamed: 0,
  })
})

test('equal contents have no changes', () => {
  expect(changedLines('f', 'a\nb\n', 'a\nb\n')).toEqual({ path: 'f', added: 0, removed: 0, renamed: 0 })
})
