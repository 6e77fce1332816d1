// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError, UsageError } from '../core/errors.js'
import { readElf } from '../formats/elf/index.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { exportsOf, inspectImage, moduleReport, openImage } from './index.js'
import { makeBzImage } from './testing/make-bzimage.js'
import { makeModule, makeVmlinux, stripVmlinux } from './testing/make-kernel.js'

const dir = scratch()
const ko = makeModule(dir)
const koBytes = readFileSync(ko)
const koSum = createHash('sha256').update(koBytes).digest('hex')
const vmlinux = makeVmlinux(dir, 'vmlinux')
const inspect = async (path: string) => inspectImage(await openImage(path))
const EXPORTS = [
  { name: 'crypto_one', gpl: true, namespace: '', crc: null },
  { name: 'crypto_two', gpl: false, namespace: 'CRYPTO_INTERNAL', crc: null },
]

test('a module tells its modinfo, imports, exports and sections', async () => {
  const report = await inspect(ko)
  expect(report).toMatchObject({
    kind: 'module',
    path: ko,
    size: koBytes.length,
    sha256: koSum,
    compression: null,
  })
  expect(report.kind === 'module' && report.module).toMatchObject({
    arch: 'x86_64',
    name: 'demo',
    version: '1.0',
    vermagic: '6.12.117 SMP mod_unload ',
    srcversion: null,
    license: 'GPL',
    depends: ['aes', 'sha-1'],
    signatureSize: 0,
    layout: { size: 64 },
    records: [
      { section: '__ksymtab', struct: 'kernel_symbol', size: 12 },
      { section: '__ksymtab_gpl', struct: 'kernel_symbol', size: 12 },
    ],
    versions: [],
    btf: null,
    symbols: { definedGlobals: 2, undefined: 2 },
    imports: ['kmalloc_here', 'printk'],
    exports: EXPORTS,
    buildId: expect.stringMatching(/^[0-9a-f]{40}$/),
  })
  expect(report.kind === 'module' && report.module.sections).toContainEqual({
    name: '.text',
    size: 12,
    flags: 'AX',
  })
})

test('a vmlinux tells its release and what it exports', async () => {
  const report = await inspect(vmlinux)
  expect(report).toMatchObject({
    kind: 'vmlinux',
    arch: 'x86_64',
    release: '6.12.117',
    banner: 'Linux version 6.12.117 (me@here) (gcc 12) #1 SMP',
    boot: null,
    exports: { total: 1, gpl: 1 },
  })
})

test('a report survives JSON', async () => {
  for (const path of [ko, vmlinux]) {
    const report = await inspect(path)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  }
})

test('a bzImage tells of its header, and has no symbols', async () => {
  const path = join(dir, 'bzImage')
  writeFileSync(path, makeBzImage(readFileSync(stripVmlinux(vmlinux)), 'xz'))
  expect(await inspect(path)).toMatchObject({
    kind: 'bzImage',
    release: '6.12.117',
    boot: {
      protocol: '2.15',
      kernelVersion: '6.12.117 (me@here) #1 SMP',
      compression: 'xz',
      payloadOffset: 2993,
    },
    symbols: null,
  })
})

test('the signature behind a module is told by its size', () => {
  const header = Buffer.alloc(12)
  header.writeUInt8(2, 2)
  header.writeUInt32BE(300, 8)
  const end = Buffer.from('~Module signature appended~\n')
  const signed = Buffer.concat([koBytes, Buffer.alloc(300, 0x30), header, end])
  expect(moduleReport(readElf(signed)).signatureSize).toBe(340)
})

test('a compressed module is opened, and its own size told', async () => {
  for (const [program, suffix] of [
    ['gzip', 'gz'],
    ['xz', 'xz'],
    ['zstd', 'zst'],
  ] as const) {
    copyFileSync(ko, join(dir, 'packed.ko'))
    execFileSync(program, ['-kf', '-q', join(dir, 'packed.ko')])
    const report = await inspect(join(dir, `packed.ko.${suffix}`))
    expect(report).toMatchObject({ kind: 'module', compression: program, module: { sha256: koSum } })
    expect(report.size).not.toBe(koBytes.length)
    const { elf } = await openImage(join(dir, `packed.ko.${suffix}`))
    // Thousands of them are opened one after another: each takes memory by its own size.
    expect(elf?.bytes.buffer.byteLength).toBeLessThan(16 * koBytes.length)
  }
})

test('an object before modpost tells its exports by their marks', () => {
  writeFileSync(
    join(dir, 'marks.s'),
    '.section ".export_symbol","a"\n__export_symbol_f:\n.asciz "GPL"\n.ascii "\\0"\n.balign 8\n.quad f\n' +
      '__export_symbol_a:\n.asciz ""\n.ascii "NS\\0"\n.balign 8\n.quad f\n.text\n.globl f\nf: ret\n',
  )
  execFileSync('as', ['-o', 'marks.o', 'marks.s'], { cwd: dir })
  expect(exportsOf(readElf(readFileSync(join(dir, 'marks.o'))))).toEqual([
    { name: 'a', gpl: false, namespace: 'NS', crc: null },
    { name: 'f', gpl: true, namespace: '', crc: null },
  ])
})

test('export tables that are not merged yet are read as well', () => {
  expect(exportsOf(readElf(readFileSync(join(dir, 'object.o'))))).toEqual(EXPORTS)
})

test('other files are told apart, not refused', async () => {
  const text = join(dir, 'text')
  writeFileSync(text, 'hello')
  expect(await inspect(text)).toMatchObject({ kind: 'other', arch: null, size: 5 })
  expect(await inspect(join(dir, 'object.o'))).toMatchObject({ kind: 'module' })
  expect(await inspect(join(dir, 'marks.o'))).toMatchObject({ kind: 'other', arch: 'x86_64' })
  expect(await inspect(process.execPath)).toMatchObject({ kind: 'other', arch: expect.anything() })
})

test('a damaged file is named with field and offset, a missing one is wrong use', async () => {
  const cut = join(dir, 'cut')
  writeFileSync(cut, readFileSync(vmlinux).subarray(0, 3000))
  await expect(inspect(cut)).rejects.toThrow(new RegExp(`^${cut}: e_shoff at offset 40: `))
  await expect(inspect(cut)).rejects.toBeInstanceOf(FormatError)
  await expect(inspect(join(dir, 'nowhere'))).rejects.toBeInstanceOf(UsageError)
  await expect(inspect(dir)).rejects.toThrow(`${dir}: is a directory`)
})

test('a kernel or module with bytes changed gives a value or a format error', () => {
  for (const good of [koBytes, readFileSync(vmlinux)]) {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
        const bytes = Buffer.from(good)
        for (const [at, value] of changes) bytes[at] = value
        valueOrFormatError(() => {
          const elf = readElf(bytes)
          for (const ask of [exportsOf, moduleReport]) valueOrFormatError(() => ask(elf))
        })
      }),
      { numRuns: 200 },
    )
  }
})

test('of two banners the one with a build number is told', async () => {
  const early = 'const char early[] = "Linux version 6.12.0 (me@here) (gcc) # SMP";'
  writeFileSync(
    join(dir, 'two.c'),
    `${early} const char late[] = "Linux version 6.12.0 (me@here) (gcc) #7 SMP"; void _start(void) {}`,
  )
  execFileSync('gcc', ['-nostdlib', '-static', '-o', 'two', 'two.c'], { cwd: dir })
  expect(await inspect(join(dir, 'two'))).toMatchObject({
    banner: 'Linux version 6.12.0 (me@here) (gcc) #7 SMP',
  })
})
