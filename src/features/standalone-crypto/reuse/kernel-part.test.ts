// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readElf } from '../../../formats/elf/index.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { makeVmlinux } from '../../../image/testing/make-kernel.js'
import { makeCarvedModule, makeCarvedVmlinux } from '../carried/testing/make-carved.js'
import { kernelPart } from './kernel-part.js'

const dir = scratch()
const partOf = (path: string) => kernelPart(readElf(readFileSync(path)))

test('a carved vmlinux tells what it looks for in its module, another one nothing', () => {
  makeCarvedModule(dir)
  expect(partOf(makeCarvedVmlinux(dir, 'vmlinux'))).toMatchObject({
    functions: ['crypto_one'],
    variables: new Map([['crypto_table', 24]]),
    fresh: { abi: 1, descriptorSize: 88 },
    exports: ['crypto_one', 'crypto_two'],
  })
  expect(partOf(makeVmlinux(dir, 'stock'))).toBeUndefined()
})
