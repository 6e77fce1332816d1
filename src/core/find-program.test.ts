// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { findProgram } from './find-program.js'

test('a program is found on the path, by path, or not at all', async () => {
  const shell = await findProgram('sh')
  expect(shell).toMatch(/\/sh$/)
  expect(await findProgram(shell ?? '')).toBe(shell)
  expect(await findProgram('sh', '/nonexistent')).toBeUndefined()
})
