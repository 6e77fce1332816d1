// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareResults } from './compare-results.js'

test('AF_ALG results are compared line by line', () => {
  expect(compareResults('a 1\nb 2\n', 'b 2\na 1\n').status).toBe('pass')
  expect(compareResults('a 1\nb 2\n', 'a 1\nb 3\n').differences).toEqual([
    'only in stock: b 2',
    'only in carved: b 3',
  ])
  expect(compareResults('', '').status).toBe('fail')
})
