// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scratch } from '../testing/scratch.js'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { bitcodeSymbols, isBitcode } from './index.js'
import { writeBitcode } from './testing/write-bitcode.js'

const clang = readdirSync('/usr/bin').find(name => /^clang(-\d+)?$/.test(name))
const base = scratch()

const SOURCE = `extern int far(void), *there;
static int __attribute__((noinline)) own(int x) { return x * far(); }
int shared(int x) { return own(x) + *there; }
__attribute__((weak)) int weak(void) { return 2; }
int variable = 3;
const int table[4] = { 1 };
asm(".globl assembled\\nassembled: ret\\n");
`

test.skipIf(clang === undefined)('what clang writes for ThinLTO is read as llvm-nm reads it', () => {
  writeFileSync(join(base, 'a.c'), SOURCE)
  const flags = ['-O2', '-flto=thin', '-fsplit-lto-unit', '-c', 'a.c']
  execFileSync(clang ?? '', flags, { cwd: base })
  const bytes = readFileSync(join(base, 'a.o'))
  expect(isBitcode(bytes)).toBe(true)
  const letters = bitcodeSymbols(bytes).map(({ name, isUndefined, isLocal, isFunction }) => {
    const letter = isUndefined ? 'U' : isFunction ? 'T' : 'D'
    return `${isLocal ? letter.toLowerCase() : letter} ${name}`
  })
  expect(letters.sort()).toEqual(
    ['D table', 'D variable', 'T assembled', 'T shared', 'T weak', 'U far', 'U there', 't own'].sort(),
  )
})

const names = fc.array(
  fc.record({
    name: fc.string(),
    isUndefined: fc.boolean(),
    isLocal: fc.boolean(),
    isFunction: fc.boolean(),
  }),
  { maxLength: 40 },
)

test('what is written is what is read', () => {
  fc.assert(
    fc.property(names, symbols => {
      expect(bitcodeSymbols(writeBitcode(symbols))).toEqual(symbols)
    }),
  )
})

test('a format error names what is wrong', () => {
  const bytes = writeBitcode([{ name: 'a' }])
  expect(() => bitcodeSymbols(Buffer.from('\x7fELF'))).toThrow('magic at offset 0: not LLVM bitcode')
  expect(() => bitcodeSymbols(bytes.subarray(0, 4))).toThrow('SYMTAB_BLOCK at offset 4: the file has none')
  expect(() => bitcodeSymbols(bytes.subarray(0, 60))).toThrow('blocklen at offset 28')
  expect(() => bitcodeSymbols(writeBitcode([], 4))).toThrow('version 4 is unknown')
})

test('any bytes give a value or a format error', () => {
  const good = writeBitcode([{ name: 'a' }, { name: 'bc', isLocal: true }])
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(good.length - 1),
      fc.nat(255),
      (noise, at, value) => {
        valueOrFormatError(() => bitcodeSymbols(Buffer.concat([good.subarray(0, 4), noise])))
        const changed = new Uint8Array(good)
        changed[at] = value
        valueOrFormatError(() => bitcodeSymbols(changed))
      },
    ),
    { numRuns: 1000 },
  )
})
