// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { harmless } from './harmless.js'

const without = (...bad: readonly string[]) =>
  harmless([...'abcdef'], async tried => !bad.some(pair => [...pair].every(part => tried.includes(part))))

test('what does harm goes, alone or beside what stands before it, and all else stays', async () => {
  expect((await without()).join('')).toBe('abcdef')
  expect((await without('c')).join('')).toBe('abdef')
  expect((await without('a', 'f')).join('')).toBe('bcde')
  expect((await without('be')).join('')).toBe('abcdf')
  expect((await without(...'abcdef')).join('')).toBe('')
  expect(await harmless([], async () => false)).toEqual([])
})
