// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { nearestWords } from './nearest-words.js'

const OPTIONS = ['CRYPTO_AES', 'CRYPTO_DES', 'CRYPTO_SERPENT', 'CRYPTO_SERPENT_AVX2_X86_64', 'CRYPTO_SHA256']

test('a word with a slip of the pen is nearest to the right one', () => {
  expect(nearestWords('CRYPTO_SERPANT', OPTIONS)[0]).toBe('CRYPTO_SERPENT')
  expect(nearestWords('crypto_sha265', OPTIONS)[0]).toBe('CRYPTO_SHA256')
})

test('a part of a word is nearest to the shortest that has it', () => {
  expect(nearestWords('serpent', OPTIONS).slice(0, 2)).toContain('CRYPTO_SERPENT')
})

test('no more than three are given', () => {
  expect(nearestWords('X', OPTIONS)).toHaveLength(3)
  expect(nearestWords('X', [])).toEqual([])
})
