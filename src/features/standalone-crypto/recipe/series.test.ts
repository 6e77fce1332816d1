// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readStandaloneCrypto } from './recipe.js'
import { series } from './series.js'

test('every step and every file has its place in the series', async () => {
  const { steps, files } = await readStandaloneCrypto('/nowhere', {})
  const groups = series.patches.map(({ group }) => group)
  const used = [...steps, ...files].map(({ group }) => group)
  expect(used.filter(group => group === undefined || !groups.includes(group))).toEqual([])
  expect(groups.filter(group => !used.includes(group))).toEqual([])
})
