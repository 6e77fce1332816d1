// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Elf } from '../../../formats/elf/index.js'
import { judgeBoundary } from './judge-boundary.js'
import type { KernelPart } from './kernel-part.js'
import type { ModulePart } from './module-part.js'

const module: ModulePart = {
  abi: 1,
  descriptorSize: 88,
  groups: new Set(['crypto/fips140-run']),
  exports: new Set(),
  defined: new Map([
    ['crypto_alloc_shash', 40],
    ['key_type_asymmetric', 144],
  ]),
  pointersIn: () => new Map([['asymmetric_key_preparse', 40]]),
}
const kernel: KernelPart = {
  module: { bytes: new Uint8Array() } as unknown as Elf,
  functions: ['crypto_alloc_shash'],
  variables: new Map([['key_type_asymmetric', 144]]),
  groups: new Set(['crypto/fips140-run', 'arch/x86/crypto/fips140-run']),
  fresh: module,
  exports: [],
}
const pointingTo = (target: string, at: number): Partial<KernelPart> => ({
  fresh: { ...module, pointersIn: () => new Map([[target, at]]) },
})
const judged = (change: Partial<KernelPart>) =>
  judgeBoundary(module, { ...kernel, ...change }).map(({ effect, text }) => `${effect}: ${text}`)

test('a module fits a kernel whose redirects all lead to it', () => {
  expect(judged({})).toEqual([])
})

test.each<[string, Partial<KernelPart>, string]>([
  ['a function', { functions: ['f'] }, 'the kernel calls f(), which it does not define'],
  ['a variable', { variables: new Map([['v', 8]]) }, 'the kernel reads v, which it does not define'],
  [
    'the size of a variable',
    { variables: new Map([['key_type_asymmetric', 152]]) },
    'key_type_asymmetric has 144 bytes in the module, 152 in the kernel',
  ],
  [
    'a stub',
    { groups: new Set<string>() },
    'nothing in the kernel runs the initcalls of crypto/fips140-run: the boot ends in a panic',
  ],
  [
    'an export',
    { exports: ['crypto_new'] },
    'it does not export crypto_new, which modules of that kernel may import',
  ],
  [
    'the descriptor',
    { fresh: { ...module, descriptorSize: 96 } },
    'its descriptor has 88 bytes, the loader of the kernel needs 96',
  ],
  [
    'the layout of a variable',
    pointingTo('asymmetric_key_preparse', 48),
    'key_type_asymmetric is of another layout in the kernel: its pointer to asymmetric_key_preparse is at 48, not at 40',
  ],
])('it breaks when %s does not match', (_, change, text) => {
  expect(judged(change)).toEqual([`breaks: ${text}`])
})

test('it fits when a variable points to something else: that is what is in it, not its layout', () => {
  expect(judged(pointingTo('asymmetric_key_parse', 48))).toEqual([])
})

test('it is not proven in a kernel that is stripped, or carries none', () => {
  expect(judged({ functions: undefined, variables: undefined })).toEqual([
    expect.stringContaining('unseen: the symbols of the kernel are stripped'),
  ])
  expect(judgeBoundary(module, undefined)).toMatchObject([{ effect: 'unseen' }])
})
