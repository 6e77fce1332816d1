// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../../../formats/elf/index.js'
import { must } from '../../../formats/testing/must.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { valueOrFormatError } from '../../../formats/testing/value-or-format-error.js'
import { moduleReport } from '../../../image/index.js'
import { makeArm64Image } from '../../../image/testing/make-arm64-image.js'
import { makeBzImage } from '../../../image/testing/make-bzimage.js'
import { exported, makeModule, makeVmlinux, stripVmlinux } from '../../../image/testing/make-kernel.js'
import { embeddedModules, inspectCarved, redirectsOf } from './index.js'
import { makeCarvedModule, makeCarvedVmlinux } from './testing/make-carved.js'

const dir = scratch()
const ko = makeCarvedModule(dir)
const koBytes = readFileSync(ko)
const koSum = createHash('sha256').update(koBytes).digest('hex')
const vmlinux = makeCarvedVmlinux(dir, 'vmlinux')

test('a module tells its descriptor, and which module it belongs to', async () => {
  expect(await inspectCarved(ko)).toMatchObject({
    kind: 'module',
    module: {
      name: 'fips140',
      descriptor: { valid: true, abi: 1, size: 88 },
      member: 'fips140 1.0 0123',
      boundary: {
        knownBy: 'names',
        classes: { 'kernel service': 0, 'named exception': 0, cryptography: 0, 'not classed': 2 },
      },
    },
  })
})

test('a carved vmlinux tells what it exports of cryptography, and what it has a second time of its module', async () => {
  const outside = { exported: [], copies: [] }
  expect(await inspectCarved(vmlinux)).toMatchObject({ outside })
  expect(await inspectCarved(makeVmlinux(dir, 'stock-alone'))).toMatchObject({ outside: null })
  const more = `
	.text
	.globl sha256_update, crypto_two
	.type crypto_two,@function
	.type fips140_early_crypto_one,@function
sha256_update:
crypto_two:
	ret
fips140_early_crypto_one:
	ret
`
  const open = makeCarvedVmlinux(dir, 'open', { more: more + exported('sha256_update', '', '') })
  const told = [{ name: 'sha256_update', because: 'by its name' }]
  expect(await inspectCarved(open)).toMatchObject({
    outside: {
      exported: told,
      copies: [
        { symbols: ['crypto_two'], kind: 'copy', because: null },
        { symbols: ['crypto_one'], kind: 'twin' },
      ],
    },
  })
  expect(await inspectCarved(stripVmlinux(open))).toMatchObject({ outside: { exported: told, copies: null } })
})

test('imports are classed of a carved module only', async () => {
  const other = makeModule(scratch(), { name: 'other' })
  expect(await inspectCarved(other)).toMatchObject({ module: { descriptor: null, boundary: null } })
})

test('what the kernel around a module exports tells of its imports', async () => {
  const exports = new Map([['kmalloc_here', { namespace: 'CRYPTO_INTERNAL', provider: 'vmlinux' }]])
  const cryptography = [{ name: 'kmalloc_here', because: 'exported in the namespace CRYPTO_INTERNAL' }]
  for (const report of [await inspectCarved(ko, { exports }), await inspectCarved(vmlinux, { exports })]) {
    const module = report.kind === 'module' ? report.module : 'embedded' in report ? report.embedded : null
    expect(module?.boundary).toMatchObject({ knownBy: 'names', cryptography })
  }
})

test('a vmlinux tells the module in it, and what leads there', async () => {
  const report = await inspectCarved(vmlinux)
  expect(report).toMatchObject({
    kind: 'vmlinux',
    release: '6.12.117',
    embedded: {
      foundBy: 'symbols',
      address: expect.stringMatching(/^0xffffffff81[0-9a-f]{6}$/),
      size: koBytes.length,
      sha256: koSum,
      name: 'fips140',
      exports: [{ name: 'crypto_one' }, { name: 'crypto_two' }],
    },
    redirects: {
      functions: [{ name: 'crypto_one', symbol: '__wrap_crypto_one', size: 2 }],
      variables: [{ name: 'crypto_table', symbol: 'crypto_table', size: 24 }],
    },
  })
})

test('a report survives JSON', async () => {
  for (const path of [ko, vmlinux]) {
    const report = await inspectCarved(path)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  }
})

test('a bzImage has no symbols, and its module is found by the section', async () => {
  const path = join(dir, 'bzImage')
  writeFileSync(path, makeBzImage(readFileSync(stripVmlinux(vmlinux)), 'xz'))
  expect(await inspectCarved(path)).toMatchObject({
    kind: 'bzImage',
    redirects: null,
    embedded: { foundBy: 'section', size: koBytes.length, sha256: koSum },
    embeddedFresh: null,
  })
})

test('an arm64 Image tells the module in it, and one without a module embeds none', async () => {
  writeFileSync(join(dir, 'Image'), makeArm64Image(Buffer.alloc(7), koBytes, Buffer.alloc(100)))
  expect(await inspectCarved(join(dir, 'Image'))).toMatchObject({
    kind: 'Image',
    embedded: { foundBy: 'search', size: koBytes.length, version: '1.0' },
    redirects: null,
  })
  writeFileSync(join(dir, 'stock-Image'), makeArm64Image())
  expect(await inspectCarved(join(dir, 'stock-Image'))).toMatchObject({ kind: 'Image', embedded: null })
})

test('of two modules each is told, with symbols, by the section and by search', async () => {
  const bytes = Buffer.concat([koBytes])
  bytes.write('version=2.0', bytes.indexOf('version=1.0'))
  writeFileSync(join(dir, 'fresh.ko'), bytes)
  for (const merged of [false, true]) {
    const both = makeCarvedVmlinux(dir, 'both', { dual: true, merged })
    for (const [path, foundBy] of [
      [both, 'symbols'],
      [stripVmlinux(both), merged ? 'search' : 'section'],
    ] as const) {
      expect(await inspectCarved(path)).toMatchObject({
        embedded: { foundBy, version: '1.0', sha256: koSum },
        embeddedFresh: { foundBy, version: '2.0', size: bytes.length },
      })
    }
  }
})

test('a module merged into another section of a stripped kernel is found by search, signature included', () => {
  const signed = scratchModuleWithSignature()
  const merged = makeCarvedVmlinux(dir, 'merged', { merged: true })
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
  const report = await inspectCarved(makeVmlinux(dir, 'stock'))
  expect(report).toMatchObject({ kind: 'vmlinux', embedded: null, redirects: null, exports: { total: 1 } })
})

test('what is neither a kernel nor a module is told as such', async () => {
  const text = join(dir, 'text')
  writeFileSync(text, 'hello')
  expect(await inspectCarved(text)).toMatchObject({ kind: 'other', arch: null })
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
          for (const ask of [embeddedModules, redirectsOf]) valueOrFormatError(() => ask(elf))
        })
      }),
      { numRuns: 200 },
    )
  }
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
