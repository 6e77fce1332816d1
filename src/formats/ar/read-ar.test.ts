// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scratch } from '../testing/scratch.js'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readAr } from './index.js'

const base = scratch()

function archive(flags: string, files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const dir = mkdtempSync(join(base, 'ar-'))
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), contents)
  }
  execFileSync('ar', [flags, 'made.a', ...Object.keys(files)], { cwd: dir })
  return readFileSync(join(dir, 'made.a'))
}

const LONG = 'a-name-that-does-not-fit-sixteen-bytes.o'

test('a regular archive gives names and contents, odd sizes and long names included', () => {
  const { thin, members } = readAr(archive('cDrS', { 'a.o': 'odd', [LONG]: 'even', 'two words.o': '' }))
  expect(thin).toBe(false)
  expect(members.map(m => [m.name, m.size, Buffer.from(m.data ?? []).toString()])).toEqual([
    ['a.o', 3, 'odd'],
    [LONG, 4, 'even'],
    ['two words.o', 0, ''],
  ])
})

test('a thin archive, made as kbuild makes it, gives paths and sizes without contents', () => {
  const { thin, members } = readAr(
    archive('cDPrST', { 'crypto/aes/a.o': 'abc', [`lib/${LONG}`]: 'x', 'b.o': '' }),
  )
  expect(thin).toBe(true)
  expect(members).toEqual([
    { name: 'crypto/aes/a.o', size: 3 },
    { name: `lib/${LONG}`, size: 1 },
    { name: 'b.o', size: 0 },
  ])
})

test('a reference may keep the slash that ended a name of fifteen characters, as binutils leaves it', () => {
  const files = { 'x/a.o': '', 'crypto/cipher.o': 'abc', [LONG]: 'x' }
  const text = Buffer.from(archive('cDPrST', files)).toString('latin1')
  const marked = text.replace(/^(\/\d+ +) (?=0 )/gm, '$1/')
  expect(marked).not.toBe(text)
  expect(readAr(Buffer.from(marked, 'latin1')).members.map(m => m.name)).toEqual(Object.keys(files))
})

test('a symbol table is not a member', () => {
  const dir = mkdtempSync(join(base, 'ar-'))
  writeFileSync(join(dir, 'f.c'), 'int f(void) { return 1; }')
  execFileSync('gcc', ['-c', 'f.c'], { cwd: dir })
  for (const flags of ['cDrs', 'cDPrsT']) {
    execFileSync('ar', [flags, `${flags}.a`, 'f.o'], { cwd: dir })
    const bytes = readFileSync(join(dir, `${flags}.a`))
    expect(bytes.subarray(8, 10).toString()).toBe('/ ')
    expect(readAr(bytes).members.map(m => m.name)).toEqual(['f.o'])
  }
})

test('an empty archive has no members', () => {
  expect(readAr(Buffer.from('!<arch>\n')).members).toEqual([])
  expect(readAr(Buffer.from('!<thin>\n'))).toEqual({ thin: true, members: [] })
})

test('what ar packs is what is read', { timeout: 60_000 }, () => {
  const files = fc.dictionary(
    fc.stringMatching(/^[a-z][a-z0-9 ._-]{0,40}\.o$/),
    fc.uint8Array({ maxLength: 50 }),
    { minKeys: 1, maxKeys: 6 },
  )
  fc.assert(
    fc.property(files, packed => {
      const { members } = readAr(archive('cDrS', packed))
      expect(Object.fromEntries(members.map(m => [m.name, [...(m.data ?? [])]]))).toEqual(
        Object.fromEntries(Object.entries(packed).map(([name, data]) => [name, [...data]])),
      )
    }),
    { numRuns: 25 },
  )
})

test('a format error names field and offset', () => {
  const good = Buffer.from(archive('cDrS', { 'a.o': 'abcd' }))
  expect(() => readAr(Buffer.from('\x7fELF'))).toThrow('magic at offset 0: not an archive')
  expect(() => readAr(good.subarray(0, 30))).toThrow('ar_hdr at offset 8')
  expect(() => readAr(good.subarray(0, 70))).toThrow('ar_size at offset 56: 4 bytes do not fit the archive')
  expect(() => readAr(Buffer.from(good.toString('latin1').replace('a.o/', '/77 '), 'latin1'))).toThrow(
    'ar_name at offset 8: no name at 77 of the table of long names',
  )
})

test('any bytes give a value or a format error', () => {
  const good = archive('cDrS', { 'a.o': 'abcd', [LONG]: 'x' })
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(good.length - 1),
      fc.nat(255),
      (noise, at, value) => {
        valueOrFormatError(() => readAr(noise))
        valueOrFormatError(() => readAr(Buffer.concat([Buffer.from('!<thin>\n'), noise])))
        const changed = new Uint8Array(good)
        changed[at] = value
        valueOrFormatError(() => readAr(changed))
      },
    ),
    { numRuns: 1000 },
  )
})
