// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../../../../formats/elf/index.js'
import { scratch } from '../../../../formats/testing/scratch.js'
import { valueOrFormatError } from '../../../../formats/testing/value-or-format-error.js'
import { makeBzImage } from '../../../../image/testing/make-bzimage.js'
import { stripVmlinux } from '../../../../image/testing/make-kernel.js'
import { extractImage, verifyImage } from '../index.js'
import { keyCandidates } from './key-candidates.js'
import { moduleProblems } from './module-problems.js'

const dir = scratch()
const KEY = 'a key of this module alone'

function build(name: string, source: string, ...link: string[]): string {
  writeFileSync(join(dir, `${name}.s`), source)
  execFileSync('as', ['-o', `${name}.o`, `${name}.s`], { cwd: dir })
  execFileSync('ld', [...link, '-o', name, `${name}.o`], { cwd: dir })
  return join(dir, name)
}

/** A module whose self-check refers to its key among other strings, and its digest beside it. */
function makeModule(name: string, version: string, imports = 'printk'): Buffer {
  const path = build(
    name,
    `.section .modinfo,"a"
	.asciz "name=fips140", "vermagic=6.12.0 SMP", "license=GPL", "version=${version}"
	.section .gnu.linkonce.this_module,"aw"
	.zero 64
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
	.section .rodata.str1.1,"aMS",@progbits,1
	.asciz "known-answer test"
key:	.asciz "${KEY}"
	.text
	.globl fips140_self_check
	.type fips140_self_check,@function
fips140_self_check:
	leaq key(%rip), %rdi
	movq $key, %rdi
	call ${imports}
	ret
	.size fips140_self_check, . - fips140_self_check
`,
    '-r',
  )
  const bytes = readFileSync(path)
  writeFileSync(`${path}.hmac`, hmacFile(bytes))
  return bytes
}

const hmac = (bytes: Uint8Array) => createHmac('sha256', KEY).update(bytes).digest('hex')
const hmacFile = (bytes: Uint8Array) => `${hmac(bytes)} *crypto/fips140/fips140.ko\n`

const embed = (name: string, file: string) => `
	.section .fips140_embedded,"a"
	.balign 16
	.globl _binary_${name}_ko_start, _binary_${name}_ko_end
_binary_${name}_ko_start:
	.incbin "${file}"
_binary_${name}_ko_end:
	.section .init.rodata,"a"
	.globl _binary_${name}_hmac_start, _binary_${name}_hmac_end
_binary_${name}_hmac_start:
	.incbin "${file}.hmac"
_binary_${name}_hmac_end:
`
const KERNEL =
  '.section .rodata,"a"\n.asciz "Linux version 6.12.0 (me@here) #1 SMP"\n.text\n.globl _start\n_start: ret\n'

const first = makeModule('first.ko', '1.0')
const second = makeModule('second.ko', '2.0')
const vmlinux = build('vmlinux', KERNEL + embed('fips140', 'first.ko') + embed('fips140_fresh', 'second.ko'))
const bzImage = join(dir, 'bzImage')
writeFileSync(bzImage, makeBzImage(readFileSync(stripVmlinux(vmlinux)), 'gzip'))

test.each([
  ['vmlinux', vmlinux],
  ['bzImage', bzImage],
])('the modules of a %s are intact, and are taken out byte for byte', async (kind, path) => {
  const report = await verifyImage(path)
  expect(report).toMatchObject({ kind, intact: true })
  expect(report.modules.map(({ digest }) => digest)).toEqual(
    [first, second].map(bytes => ({
      stored: hmac(bytes),
      computed: hmac(bytes),
      matches: true,
      key: 'module',
    })),
  )
  const out = join(dir, `out-${kind}`)
  const files = await extractImage(path, out)
  expect(files.map(file => file.path)).toEqual(
    ['fips140.ko', 'fips140.ko.hmac', 'fips140_fresh.ko', 'fips140_fresh.ko.hmac'].map(file =>
      join(out, file),
    ),
  )
  expect(readFileSync(join(out, 'fips140.ko')).equals(first)).toBe(true)
  expect(readFileSync(join(out, 'fips140_fresh.ko')).equals(second)).toBe(true)
  expect(readFileSync(join(out, 'fips140_fresh.ko.hmac'), 'latin1')).toBe(hmacFile(second))
})

test('a module whose bytes are not those of its digest is not intact', async () => {
  const path = join(dir, 'changed.ko')
  const bytes = Buffer.from(first)
  bytes[bytes.indexOf('known-answer')] = 0x4b
  writeFileSync(path, bytes)
  writeFileSync(`${path}.hmac`, hmacFile(first))
  expect(await verifyImage(path)).toMatchObject({
    intact: false,
    modules: [{ problems: [expect.stringMatching(/^its HMAC-SHA256 is [0-9a-f]{64}, the digest is /)] }],
  })
  const digest = join(dir, 'other.hmac')
  writeFileSync(digest, hmacFile(bytes))
  expect(await verifyImage(path, { digest })).toMatchObject({ intact: true })
  expect(await verifyImage(path, { digest, key: KEY })).toMatchObject({ intact: true })
  expect(await verifyImage(path, { digest, key: 'another' })).toMatchObject({ intact: false })
})

test.each([
  ['gz', 'gzip'],
  ['xz', 'xz'],
  ['zst', 'zstd'],
])(
  'a module that is installed compressed (%s) has the digest of the file that was compressed',
  async (suffix, program) => {
    const home = join(dir, `installed-${suffix}`)
    mkdirSync(home)
    const path = join(home, `fips140.ko.${suffix}`)
    const compressed = (bytes: Uint8Array) => execFileSync(program, ['-c'], { input: bytes })
    writeFileSync(path, compressed(first))
    writeFileSync(join(home, 'fips140.ko.hmac'), hmacFile(first))
    expect(await verifyImage(path)).toMatchObject({
      intact: true,
      modules: [{ size: first.length, digest: { stored: hmac(first), matches: true } }],
    })
    writeFileSync(path, compressed(second))
    expect(await verifyImage(path)).toMatchObject({ intact: false })
  },
)

test('what a carved module imports is classed, and cryptography is told by its name', async () => {
  const cryptography = [{ name: 'sha256_update', because: 'by its name' }]
  makeModule('open.ko', '1.0', 'sha256_update')
  for (const path of [join(dir, 'open.ko'), build('open', KERNEL + embed('fips140', 'open.ko'))]) {
    expect(await verifyImage(path)).toMatchObject({ intact: true, modules: [{ boundary: { cryptography } }] })
  }
  expect(await verifyImage(vmlinux)).toMatchObject({
    modules: [1, 2].map(() => ({ boundary: { knownBy: 'names', cryptography: [] } })),
    outside: { exported: null, copies: [] },
  })
})

test('an image without a digest is not intact', async () => {
  const path = build('bare', KERNEL + embed('fips140', 'first.ko').replace('.incbin "first.ko.hmac"', ''))
  expect(await verifyImage(path)).toMatchObject({
    intact: false,
    modules: [{ digest: { stored: null, matches: false }, problems: ['it has no digest'] }],
  })
})

test('what cannot be verified is wrong use', async () => {
  const text = join(dir, 'text')
  writeFileSync(text, 'hello')
  const alone = join(dir, 'alone.ko')
  writeFileSync(alone, first)
  const stock = build('stock', KERNEL)
  await expect(verifyImage(text)).rejects.toThrow('neither a kernel nor a module')
  await expect(verifyImage(alone)).rejects.toThrow(`the digest of ${alone} is not beside it`)
  await expect(verifyImage(stock)).rejects.toThrow('no module is embedded in this kernel')
  await expect(extractImage(stock, dir)).rejects.toThrow('no module is embedded in this kernel')
  await expect(extractImage(alone, dir)).rejects.toThrow('not a kernel')
})

test('the structure of a module is told line by line, whatever its bytes are', () => {
  expect(moduleProblems(readElf(first))).toEqual([])
  const text = first.toString('latin1')
  const changed = Buffer.from(text.replace('license=', 'licence=').replace('F140', 'f140'), 'latin1')
  expect(moduleProblems(readElf(changed))).toEqual([
    '.modinfo does not tell license',
    'the descriptor does not begin with its magic number',
  ])
  const change = fc.tuple(fc.nat(first.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
      const bytes = Buffer.from(first)
      for (const [at, value] of changes) bytes[at] = value
      valueOrFormatError(() => {
        const elf = readElf(bytes)
        moduleProblems(elf)
        keyCandidates(elf)
      })
    }),
    { numRuns: 300 },
  )
})
