// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareBuiltin } from './compare-builtin.js'

test('names in modules.builtin are compared in any order', () => {
  expect(compareBuiltin(['ctr', 'gcm'], ['gcm', 'ctr']).status).toBe('pass')
  expect(compareBuiltin(['ctr'], ['demo']).differences).toEqual(['ctr is missing', 'demo is new'])
  expect(compareBuiltin([], []).status).toBe('fail')
})
