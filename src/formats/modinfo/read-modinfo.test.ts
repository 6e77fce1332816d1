// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { modinfoValue, readModinfo } from './index.js'

test('fields come in order, through padding, with equals signs in values', () => {
  const fields = readModinfo(Buffer.from('license=GPL\0\0\0\0parm=a:x=y\0parm=b:z\0vermagic=6.12.0 SMP \0'))
  expect(fields).toEqual([
    { tag: 'license', value: 'GPL' },
    { tag: 'parm', value: 'a:x=y' },
    { tag: 'parm', value: 'b:z' },
    { tag: 'vermagic', value: '6.12.0 SMP ' },
  ])
  expect(modinfoValue(fields, 'parm')).toBe('a:x=y')
  expect(modinfoValue(fields, 'intree')).toBeUndefined()
})

test('what is not modinfo names its offset', () => {
  expect(() => readModinfo(Buffer.from('a=b\0rest'))).toThrow(
    '.modinfo at offset 4: the last string does not end',
  )
  expect(() => readModinfo(Buffer.from('a=b\0rest\0'))).toThrow(
    '.modinfo at offset 4: a string without an equals sign',
  )
})

test('reading what was written gives the fields', () => {
  const field = fc.record({
    tag: fc.stringMatching(/^[a-z]{1,8}$/),
    value: fc.string().filter(text => !text.includes('\0')),
  })
  fc.assert(
    fc.property(fc.array(field), fields => {
      const written = Buffer.from(fields.map(({ tag, value }) => `${tag}=${value}\0`).join(''))
      expect(readModinfo(written)).toEqual(fields)
    }),
  )
})

test('any bytes give a value or a format error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), bytes => valueOrFormatError(() => readModinfo(bytes))),
    { numRuns: 500 },
  )
})
