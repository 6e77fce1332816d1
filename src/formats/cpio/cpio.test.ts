// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scratch } from '../testing/scratch.js'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { type CpioEntry, withParents, writeCpio } from './index.js'
import { readCpio } from './testing/read-cpio.js'

const base = scratch()

const TREE: readonly CpioEntry[] = [
  { type: 'directory', path: 'dev' },
  { type: 'chardev', path: 'dev/console', major: 5, minor: 1 },
  { type: 'file', path: 'init', mode: 0o755, data: Buffer.from('#!/bin/sh\n') },
  { type: 'symlink', path: 'sbin', target: 'bin' },
]

test('the cpio program lists what was written', () => {
  const listing = execFileSync('cpio', ['-tv', '--quiet', '--numeric-uid-gid'], {
    input: writeCpio(TREE),
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  })
  const columns = listing
    .trim()
    .split('\n')
    .map(line => line.replace(/ +/g, ' '))
  expect(columns).toEqual([
    'drwxr-xr-x 2 0 0 0 Jan 1 1970 dev',
    'crw------- 1 0 0 5, 1 Jan 1 1970 dev/console',
    '-rwxr-xr-x 1 0 0 10 Jan 1 1970 init',
    'lrwxrwxrwx 1 0 0 3 Jan 1 1970 sbin -> bin',
  ])
})

test('the cpio program unpacks what was written', () => {
  const dir = mkdtempSync(join(base, 'cpio-'))
  const entries = TREE.filter(entry => entry.type !== 'chardev')
  execFileSync('cpio', ['-id', '--quiet', '--no-preserve-owner'], { cwd: dir, input: writeCpio(entries) })
  expect(readFileSync(join(dir, 'init'), 'utf8')).toBe('#!/bin/sh\n')
  expect(statSync(join(dir, 'init')).mode & 0o777).toBe(0o755)
  expect(readlinkSync(join(dir, 'sbin'))).toBe('bin')
})

test('what the cpio program packs is read', () => {
  const dir = mkdtempSync(join(base, 'cpio-'))
  mkdirSync(join(dir, 'd'))
  writeFileSync(join(dir, 'd/file'), 'contents')
  symlinkSync('d/file', join(dir, 'link'))
  const bytes = execFileSync('cpio', ['-o', '-H', 'newc', '--quiet'], {
    cwd: dir,
    input: 'd\nd/file\nlink\n',
  })
  expect(readCpio(bytes)).toMatchObject([
    { type: 'directory', path: 'd' },
    { type: 'file', path: 'd/file', data: Buffer.from('contents') },
    { type: 'symlink', path: 'link', target: 'd/file' },
  ])
})

test('the same entries give the same bytes, in whole words', () => {
  expect(writeCpio(TREE)).toEqual(writeCpio(TREE))
  expect(writeCpio(TREE).length % 4).toBe(0)
})

test('missing parents are added before their contents, given ones are kept', () => {
  const paths = withParents([
    { type: 'file', path: 'usr/lib/a', data: new Uint8Array() },
    { type: 'directory', path: 'usr', mode: 0o700 },
    { type: 'file', path: 'init', data: new Uint8Array() },
  ])
  expect(paths.map(entry => entry.path)).toEqual(['init', 'usr', 'usr/lib', 'usr/lib/a'])
  expect(paths[1]).toMatchObject({ mode: 0o700 })
})

const common = {
  path: fc.stringMatching(/^[a-zä]{1,9}(\/[a-z]{1,9}){0,2}$/),
  mode: fc.nat(0o7777),
  mtime: fc.nat(),
  uid: fc.nat(0xffff),
  gid: fc.nat(0xffff),
}
const device = { major: fc.nat(0xfff), minor: fc.nat(0xfff) }
const entry: fc.Arbitrary<CpioEntry> = fc.oneof(
  fc.record({
    ...common,
    type: fc.constant('file' as const),
    data: fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes)),
  }),
  fc.record({ ...common, type: fc.constant('directory' as const) }),
  fc.record({
    ...common,
    type: fc.constant('symlink' as const),
    target: fc.stringMatching(/^[a-z/]{1,20}$/),
  }),
  fc.record({ ...common, ...device, type: fc.constantFrom('chardev' as const, 'blockdev' as const) }),
  fc.record({ ...common, type: fc.constantFrom('fifo' as const, 'socket' as const) }),
)

test('reading what was written gives the entries, and writing them again the bytes', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), entries => {
      const bytes = writeCpio(entries)
      expect(readCpio(bytes)).toEqual(entries)
      expect(writeCpio(readCpio(bytes))).toEqual(bytes)
    }),
    { numRuns: 200 },
  )
})

test('what the format cannot hold is refused', () => {
  const file = { type: 'file' as const, data: new Uint8Array() }
  expect(() => writeCpio([{ ...file, path: '/init' }])).toThrow('"/init" cannot be a path in a cpio archive')
  expect(() => writeCpio([{ ...file, path: 'a\0b' }])).toThrow('cannot be a path')
  expect(() => writeCpio([{ ...file, path: 'init', mtime: 2 ** 33 }])).toThrow(
    'init: c_mtime 8589934592 does not fit',
  )
})

test('any bytes give a value or a format error', () => {
  const good = writeCpio(TREE)
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(good.length - 1),
      fc.constantFrom(0, 0x30, 0x38, 0x46, 0xff),
      (noise, at, value) => {
        valueOrFormatError(() => readCpio(noise))
        valueOrFormatError(() => readCpio(good.subarray(0, at)))
        const changed = new Uint8Array(good)
        changed[at] = value
        valueOrFormatError(() => readCpio(changed))
      },
    ),
    { numRuns: 1000 },
  )
  expect(() => readCpio(good.subarray(0, 116))).toThrow(
    'c_magic at offset 116: the archive ends before its trailer',
  )
})
