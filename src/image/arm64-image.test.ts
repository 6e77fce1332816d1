// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError } from '../core/errors.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { readArm64Image } from './arm64-image.js'
import { inspectImage, openImage } from './index.js'
import { makeArm64Image } from './testing/make-arm64-image.js'

const dir = scratch()

test('an Image tells its release, compressed or not', async () => {
  const image = makeArm64Image(Buffer.alloc(107))
  for (const [name, bytes, compression] of [
    ['Image', image, null],
    ['Image.gz', gzipSync(image), 'gzip'],
  ] as const) {
    writeFileSync(join(dir, name), bytes)
    expect(inspectImage(await openImage(join(dir, name)))).toMatchObject({
      kind: 'Image',
      compression,
      arch: 'arm64',
      release: '6.12.117',
      symbols: null,
      exports: null,
    })
  }
})

test('a file that is longer than its memory is damaged', () => {
  const image = makeArm64Image()
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
