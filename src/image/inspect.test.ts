// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError, UsageError } from '../core/errors.js'
import { readElf } from '../formats/elf/index.js'
import { must } from '../formats/testing/must.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { embeddedModules, exportsOf, inspectImage, moduleReport, redirectsOf } from './index.js'
import { makeBzImage } from './testing/make-bzimage.js'
import { makeModule, makeVmlinux, stripVmlinux } from './testing/make-kernel.js'

const dir = scratch()
const ko = makeModule(dir)
const koBytes = readFileSync(ko)
const koSum = createHash('sha256').update(koBytes).digest('hex')
const vmlinux = makeVmlinux(dir, 'vmlinux')
const EXPORTS = [
  { name: 'crypto_one', gpl: true, namespace: '', crc: null },
  { name: 'crypto_two', gpl: false, namespace: 'CRYPTO_INTERNAL', crc: null },
]

test('a module tells its modinfo, imports, exports, sections and descriptor', async () => {
  const report = await inspectImage(ko)
  expect(report).toMatchObject({
    kind: 'module',
    path: ko,
    size: koBytes.length,
    sha256: koSum,
    compression: null,
  })
  expect(report.kind === 'module' && report.module).toMatchObject({
    arch: 'x86_64',
    name: 'fips140',
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
    descriptor: { valid: true, abi: 1, size: 88 },
    buildId: expect.stringMatching(/^[0-9a-f]{40}$/),
    member: 'fips140 1.0 0123',
  })
  expect(report.kind === 'module' && report.module.sections).toContainEqual({
    name: '.text',
    size: 12,
    flags: 'AX',
  })
})

test('a vmlinux tells its release, the module in it, and what leads there', async () => {
  const report = await inspectImage(vmlinux)
  expect(report).toMatchObject({
    kind: 'vmlinux',
    arch: 'x86_64',
    release: '6.12.117',
    banner: 'Linux version 6.12.117 (me@here) (gcc 12) #1 SMP',
    boot: null,
    exports: { total: 1, gpl: 1 },
    embedded: { foundBy: 'symbols', size: koBytes.length, sha256: koSum, name: 'fips140', exports: EXPORTS },
    redirects: {
      functions: [{ name: 'crypto_one', symbol: '__wrap_crypto_one', size: 2 }],
      variables: [{ name: 'crypto_table', symbol: 'crypto_table', size: 24 }],
    },
  })
  expect(report.kind === 'vmlinux' && report.embedded?.address).toMatch(/^0xffffffff81[0-9a-f]{6}$/)
})

test('a report survives JSON', async () => {
  for (const path of [ko, vmlinux]) {
    const report = await inspectImage(path)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  }
})

test('a bzImage has no symbols, and its module is found by the section', async () => {
  const path = join(dir, 'bzImage')
  writeFileSync(path, makeBzImage(readFileSync(stripVmlinux(vmlinux)), 'xz'))
  expect(await inspectImage(path)).toMatchObject({
    kind: 'bzImage',
    release: '6.12.117',
    boot: {
      protocol: '2.15',
      kernelVersion: '6.12.117 (me@here) #1 SMP',
      compression: 'xz',
      payloadOffset: 2993,
    },
    symbols: null,
    redirects: null,
    embedded: { foundBy: 'section', size: koBytes.length, sha256: koSum },
    embeddedFresh: null,
  })
})

test('of two modules each is told, with symbols, by the section and by search', async () => {
  const bytes = Buffer.concat([koBytes])
  bytes.write('version=2.0', bytes.indexOf('version=1.0'))
  writeFileSync(join(dir, 'fresh.ko'), bytes)
  for (const merged of [false, true]) {
    const both = makeVmlinux(dir, 'both', { dual: true, merged })
    for (const [path, foundBy] of [
      [both, 'symbols'],
      [stripVmlinux(both), merged ? 'search' : 'section'],
    ] as const) {
      expect(await inspectImage(path)).toMatchObject({
        embedded: { foundBy, version: '1.0', sha256: koSum },
        embeddedFresh: { foundBy, version: '2.0', size: bytes.length },
      })
    }
  }
})

test('a module merged into another section of a stripped kernel is found by search, signature included', () => {
  const signed = scratchModuleWithSignature()
  const merged = makeVmlinux(dir, 'merged', { merged: true })
  expect(embeddedModules(readElf(readFileSync(merged)))).toMatchObject([{ foundBy: 'symbols' }])
  const [found] = embeddedModules(readElf(readFileSync(stripVmlinux(merged))))
  expect(found?.foundBy).toBe('search')
  expect(Buffer.from(found?.bytes ?? []).equals(signed)).toBe(true)
  expect(moduleReport(readElf(found?.bytes ?? new Uint8Array())).signatureSize).toBe(340)
  writeFileSync(ko, koBytes)
})

/** Puts a signature of 300 bytes behind the module that the next vmlinux embeds. */
function scratchModuleWithSignature(): Buffer {
  const header = Buffer.alloc(12)
  header.writeUInt8(2, 2)
  header.writeUInt32BE(300, 8)
  const signed = Buffer.concat([
    koBytes,
    Buffer.alloc(300, 0x30),
    header,
    Buffer.from('~Module signature appended~\n'),
  ])
  writeFileSync(ko, signed)
  return signed
}

test('a kernel that is not carved has no module and no redirects', async () => {
  const report = await inspectImage(makeVmlinux(dir, 'stock', { carved: false }))
  expect(report).toMatchObject({ kind: 'vmlinux', embedded: null, redirects: null, exports: { total: 1 } })
})

test('a compressed module is opened, and its own size told', async () => {
  for (const [program, suffix] of [
    ['gzip', 'gz'],
    ['xz', 'xz'],
    ['zstd', 'zst'],
  ] as const) {
    copyFileSync(ko, join(dir, 'packed.ko'))
    execFileSync(program, ['-kf', '-q', join(dir, 'packed.ko')])
    const report = await inspectImage(join(dir, `packed.ko.${suffix}`))
    expect(report).toMatchObject({ kind: 'module', compression: program, module: { sha256: koSum } })
    expect(report.size).not.toBe(koBytes.length)
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
  expect(await inspectImage(text)).toMatchObject({ kind: 'other', arch: null, size: 5 })
  expect(await inspectImage(join(dir, 'object.o'))).toMatchObject({ kind: 'module' })
  expect(await inspectImage(join(dir, 'marks.o'))).toMatchObject({ kind: 'other', arch: 'x86_64' })
  expect(await inspectImage(process.execPath)).toMatchObject({ kind: 'other', arch: expect.anything() })
})

test('a damaged file is named with field and offset, a missing one is wrong use', async () => {
  const cut = join(dir, 'cut')
  writeFileSync(cut, readFileSync(vmlinux).subarray(0, 3000))
  await expect(inspectImage(cut)).rejects.toThrow(new RegExp(`^${cut}: e_shoff at offset 40: `))
  await expect(inspectImage(cut)).rejects.toBeInstanceOf(FormatError)
  await expect(inspectImage(join(dir, 'nowhere'))).rejects.toBeInstanceOf(UsageError)
  await expect(inspectImage(dir)).rejects.toThrow(`${dir}: is a directory`)
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
          for (const ask of [embeddedModules, exportsOf, moduleReport, redirectsOf])
            valueOrFormatError(() => ask(elf))
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
  expect(await inspectImage(join(dir, 'two'))).toMatchObject({
    banner: 'Linux version 6.12.0 (me@here) (gcc) #7 SMP',
  })
})

test('a module without section headers in the place of the embedded one does not go on for ever', () => {
  const elf = readElf(readFileSync(vmlinux))
  const bytes = Uint8Array.from(elf.bytes)
  const start = must(elf.sections.find(({ name }) => name === '.fips140_embedded')).sh_offset
  // e_shoff, e_shnum and e_shstrndx of the module; the symbols that tell where it ends are gone with the string table.
  new DataView(bytes.buffer).setBigUint64(start + 40, 0n, true)
  bytes.fill(0, start + 60, start + 64)
  const found = embeddedModules({
    ...readElf(bytes),
    sections: elf.sections.filter(({ sh_type }) => sh_type !== 2),
  })
  expect(found.map(module => module.bytes.length)).toEqual([64])
})
