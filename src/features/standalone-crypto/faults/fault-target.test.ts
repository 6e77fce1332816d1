// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readElf, relocations, sectionData } from '../../../formats/elf/index.js'
import { faultTarget, occurrences, overwrite, placeOf, section } from './fault-target.js'

const SOURCE = `.text
.globl first, second
first: call elsewhere
second: lea other(%rip), %rax
	call elsewhere
	ret
`

function assembled() {
  const directory = mkdtempSync(join(tmpdir(), 'kcarve-fault-'))
  try {
    execFileSync('as', ['-o', join(directory, 'a.o'), '-'], { input: SOURCE })
    return readElf(readFileSync(join(directory, 'a.o')))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

test('code at the beginning of a function is not relocated, what is around it still is', () => {
  const elf = assembled()
  const text = section(elf, '.text')
  const { at } = placeOf(elf, 'second')
  expect(at).toBe(5)
  overwrite(elf, 'second', Uint8Array.of(1, 2, 3, 4))
  expect([...sectionData(elf, text).subarray(at, at + 4)]).toEqual([1, 2, 3, 4])
  expect(relocations(elf, text).map(({ r_type }) => r_type !== 0)).toEqual([true, false, true])
})

test('what a file lacks is said by name', () => {
  const elf = assembled()
  expect(() => placeOf(elf, 'third')).toThrow('no symbol third')
  expect(() => section(elf, '.modinfo')).toThrow('no section .modinfo')
  expect(() => faultTarget(elf.bytes, { key: 'key', fips: true })).toThrow('carries no fips140.ko')
  expect(occurrences(Uint8Array.of(1, 2, 1, 2, 1), Uint8Array.of(1, 2)).map(({ at }) => at)).toEqual([0, 2])
})
