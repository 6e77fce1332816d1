// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { UsageError } from '../../core/errors.js'
import { readNotes } from './notes.js'

const DIGEST = '0a'.repeat(32)
const read = (text: string) => readNotes(text, 'certificates.yaml')

test('notes are what a person writes, in YAML or JSON', () => {
  const noted = {
    certificates: [
      { number: '4999', module: DIGEST, issued: '2027-01-31', sunset: '2032-01-30', note: 'level 1' },
    ],
    kernels: [{ release: '6.12.117' }],
  }
  const yaml = `# ours
certificates:
  - number: 4999
    module: ${DIGEST}
    issued: 2027-01-31
    sunset: 2032-01-30
    note: level 1
kernels:
  - release: 6.12.117
`
  expect(read(yaml)).toEqual(noted)
  expect(read(JSON.stringify(noted))).toEqual(noted)
})

test.each([
  ['', 1, 'expected object'],
  ['certificates: [', 1, ''],
  ['certificates:\n  - number: 1\n    modul: x\n', 2, 'certificates.0'],
  ['certificates:\n  - number: 1\n    module: 12\n', 3, 'write the digest in quotes'],
  [`certificates:\n  - number: 1\n    module: ${DIGEST}\n    issued: 31.1.2027\n`, 4, 'not a date'],
  [`certificates:\n  - number: 1\n    module: ${DIGEST}\n    issued: 2027-02-31\n`, 4, 'not a date'],
  ['certificates: []\nkernels:\n  - note: x\n', 3, 'neither release nor image'],
  ['certificates: []\ncertificates: []\n', 2, 'unique'],
  ['certificates: []\nmore: 1\n', 1, 'more'],
])('what is wrong is told with its line: %#', (text, line, problem) => {
  expect(() => read(text)).toThrow(UsageError)
  expect(() => read(text)).toThrow(new RegExp(`^certificates\\.yaml:${line}: .*${problem}`))
})

test('notes that would fill the memory are refused', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefghij'].map((name, index, all) => {
    const before = index === 1 ? 'a' : all[index - 1]
    return index === 0 ? name : `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`
  })
  expect(() => read(`${bomb.join('\n')}\n`)).toThrow(/certificates\.yaml: .*alias/)
  expect(() => read('#'.repeat(2_000_000))).toThrow('is too large')
})
