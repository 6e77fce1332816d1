// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { MissingError } from '../core/errors.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { isBzImage, readBzImage, vmlinuxOf } from './bzimage.js'
import { COMPRESSORS, layOut, makeBzImage } from './testing/make-bzimage.js'

const dir = scratch()

function smallElf(): Buffer {
  writeFileSync(
    join(dir, 'v.c'),
    'const char linux_banner[] = "Linux version 6.12.117"; char pad[70000] = {1}; void _start(void) {}',
  )
  execFileSync('gcc', ['-nostdlib', '-static', '-o', 'v', 'v.c'], { cwd: dir })
  return readFileSync(join(dir, 'v'))
}

const vmlinux = smallElf()

describe.each(Object.keys(COMPRESSORS) as (keyof typeof COMPRESSORS)[])('a payload made by %s', name => {
  const made = makeBzImage(vmlinux, name)

  test('is found and decompressed', async () => {
    const image = readBzImage(made)
    expect(image).toMatchObject({
      version: 0x20f,
      setup_sects: 3,
      kernel_version: '6.12.117 (me@here) #1 SMP',
      uncompressedSize: vmlinux.length,
      compression: { name },
    })
    expect(Buffer.from(await vmlinuxOf(image)).equals(vmlinux)).toBe(true)
  })

  test('that is damaged gives a format error at the payload', async () => {
    const bytes = Buffer.from(made)
    const { payloadStart, payload } = readBzImage(bytes)
    bytes.fill(0x5a, payloadStart + (payload.length >> 1), payloadStart + payload.length - 12)
    await expect(vmlinuxOf(readBzImage(bytes))).rejects.toThrow(
      /^(payload|uncompressed size) at offset \d+: /,
    )
  })

  test('that tells too small a size is not decompressed beyond it', async () => {
    const bytes = Buffer.from(made)
    const { payloadStart, payload_length } = readBzImage(bytes)
    bytes.writeUInt32LE(1000, payloadStart + payload_length - 4)
    await expect(vmlinuxOf(readBzImage(bytes))).rejects.toThrow(
      `payload at offset ${payloadStart}: cannot decompress`,
    )
  })
})

test('a truncated or foreign file names field and offset', () => {
  const good = makeBzImage(vmlinux, 'gzip')
  const old = Buffer.from(good)
  old.writeUInt16LE(0x204, 0x206)
  expect(isBzImage(good)).toBe(true)
  expect(isBzImage(vmlinux)).toBe(false)
  expect(() => readBzImage(vmlinux)).toThrow('header at offset 514: not an x86 kernel image')
  expect(() => readBzImage(old)).toThrow(
    'version at offset 518: boot protocol 2.4 does not tell where the payload is',
  )
  expect(() => readBzImage(good.subarray(0, 0x220))).toThrow('setup_header at offset 544')
  expect(() => readBzImage(good.subarray(0, 3000))).toThrow(
    /^payload_length at offset 588: \d+ bytes of payload from 2993/,
  )
  expect(() => readBzImage(layOut(Buffer.alloc(64, 7)))).toThrow(
    'payload at offset 2993: unknown compression, it begins with 0707',
  )
})

test('a huge announced size is refused before anything is allocated', async () => {
  const bytes = makeBzImage(vmlinux, 'xz')
  const { payloadStart, payload_length } = readBzImage(bytes)
  bytes.writeUInt32LE(0xffffffff, payloadStart + payload_length - 4)
  await expect(vmlinuxOf(readBzImage(bytes))).rejects.toThrow('4294967295 bytes is no kernel')
})

afterEach(() => vi.unstubAllEnvs())

test('a missing program is named with the package that has it', async () => {
  const image = readBzImage(makeBzImage(vmlinux, 'zstd'))
  vi.stubEnv('PATH', dir)
  const failure = vmlinuxOf(image)
  await expect(failure).rejects.toBeInstanceOf(MissingError)
  await expect(failure).rejects.toMatchObject({ hint: 'apt-get install zstd' })
})

test('any bytes give a header or a format error', () => {
  const good = makeBzImage(vmlinux, 'gzip').subarray(0, 4096)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0x1f0, max: 0x250 }), fc.nat(255)), { maxLength: 8 }),
      fc.nat(good.length),
      (changes, cut) => {
        const bytes = Buffer.from(good)
        for (const [at, value] of changes) bytes[at] = value
        valueOrFormatError(() => readBzImage(bytes))
        valueOrFormatError(() => readBzImage(bytes.subarray(0, cut)))
      },
    ),
    { numRuns: 1000 },
  )
})
