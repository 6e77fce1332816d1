// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError } from '../../core/errors.js'
import { sampleRun } from '../testing/sample-run.js'
import { readKeptResult } from './kept-result.js'

const read = (value: unknown) => readKeptResult(JSON.stringify(value))

test('what JSON has left out is null, and fields that a report does not show are left out', () => {
  const result = read({ ...sampleRun(), timings: { boot: 1 } })
  expect(result).not.toHaveProperty('timings')
  expect(result).toMatchObject({ sizes: [{}, { stock: null }, {}] })
})

test('what another version has printed is refused with what to do', () => {
  for (const schema of ['kcarve/prove/1', 'kcarve/prove/3']) {
    expect(() => read({ ...sampleRun(), schema })).toThrow(
      `another version of kcarve printed ${schema}, this one reads kcarve/prove/2: run the command again`,
    )
  }
})

test('a schema that is no name of ours is not repeated, however long it is', () => {
  for (const schema of [`kcarve/prove/${'9'.repeat(100_000)}`, `${'9'.repeat(100_000)}kcarve/prove/1`]) {
    expect(() => read({ ...sampleRun(), schema })).toThrow(
      'not what start, prove, boot, plan or reuse print with --json',
    )
  }
})

test('another JSON is refused with what would be right, a damaged one with the field', () => {
  expect(() => read({ schema: 'kcarve/verify/1' })).toThrow(
    'not what start, prove, boot, plan or reuse print',
  )
  expect(() => read([])).toThrow(FormatError)
  expect(() => read({ ...sampleRun(), checks: [{ id: 1 }] })).toThrow('checks.0.id')
  expect(() => readKeptResult('{')).toThrow('not JSON')
})

test('any text is a result or a FormatError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      try {
        readKeptResult(text)
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError)
      }
    }),
  )
})
