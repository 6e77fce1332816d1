// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError } from '../core/errors.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { readArm64Image } from './arm64-image.js'
import { inspectImage } from './index.js'
import { makeModule } from './testing/make-kernel.js'

const dir = scratch()
const ko = readFileSync(makeModule(dir))

/** Header and memory as objcopy -O binary leaves them, which holds the parts. */
function makeImage(...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(64)
  header.write('ARM\x64', 0x38, 'latin1')
  const image = Buffer.concat([
    header,
    Buffer.from('Linux version 6.12.117 (me@here) (gcc 12) #1 SMP\0'),
    ...parts,
  ])
  image.writeBigUInt64LE(BigInt(image.length + 4096), 16)
  return image
}

test('an Image tells its release and the module in it, compressed or not', async () => {
  const image = makeImage(Buffer.alloc(7), ko, Buffer.alloc(100))
  for (const [name, bytes, compression] of [
    ['Image', image, null],
    ['Image.gz', gzipSync(image), 'gzip'],
  ] as const) {
    writeFileSync(join(dir, name), bytes)
    expect(await inspectImage(join(dir, name))).toMatchObject({
      kind: 'Image',
      compression,
      arch: 'arm64',
      release: '6.12.117',
      symbols: null,
      exports: null,
      embedded: { foundBy: 'search', size: ko.length, version: '1.0' },
      redirects: null,
    })
  }
})

test('an Image without a module embeds none', async () => {
  writeFileSync(join(dir, 'stock'), makeImage())
  expect(await inspectImage(join(dir, 'stock'))).toMatchObject({ kind: 'Image', embedded: null })
})

test('a file that is longer than its memory is damaged', () => {
  const image = makeImage()
  image.writeBigUInt64LE(80n, 16)
  expect(() => readArm64Image(image)).toThrow(FormatError)
})

test('any bytes behind the header give a value or a FormatError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 4096 }), bytes => {
      valueOrFormatError(() => readArm64Image(bytes))
    }),
  )
})
