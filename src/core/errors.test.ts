// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { FormatError } from './errors.js'

test('a format error is a line for a terminal, whatever the data', () => {
  const { message } = new FormatError(`"${'x'.repeat(5000)}" is no name`, {
    offset: 7,
    field: 'a\u001b[2Jb\nc',
  })
  expect(message).toMatch(/^a\\u001b\[2Jb\\u000ac at offset 7: "x+…$/)
  expect(message.length).toBeLessThan(400)
})
