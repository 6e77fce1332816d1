// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { CarvedKernelReport } from '../features/standalone-crypto/carried/index.js'
import { imageText } from './image.js'

const kernel: CarvedKernelReport = {
  kind: 'vmlinux',
  path: 'vmlinux',
  size: 2048,
  sha256: 'ab',
  container: null,
  compression: null,
  arch: 'x86_64',
  release: '6.12.0',
  banner: 'Linux version 6.12.0',
  boot: null,
  sections: [],
  symbols: { total: 1234, definedGlobals: 1000, undefined: 0 },
  exports: { total: 10, gpl: 4, withCrc: 9, namespaces: { CRYPTO: 2 }, list: [] },
  btf: { types: 4321, structs: { module: 896, bug_entry: 12 }, problem: null },
  embedded: null,
  embeddedFresh: null,
  redirects: null,
  outside: null,
}

test('a stock kernel says that nothing is embedded', () => {
  const text = imageText(kernel)
  expect(text).toMatch(/^a kernel \(vmlinux\)\n/)
  expect(text).toMatch(
    / {2}release +6\.12\.0\n {2}symbols +1,234\n {2}exports +10, 4 of them for GPL modules only, 9 with a CRC, in 1 namespace\n {2}types \(BTF\) +4,321, struct module has 896 bytes\n/,
  )
  expect(text).toMatch(/No module is embedded\.\n$/)
  expect(imageText(kernel, { verbose: true })).toContain(
    'namespaces\n  CRYPTO  2\nstructs of modules, bytes\n  module     896\n  bug_entry   12\n',
  )
})

test('what is neither kernel nor module is said to be so', () => {
  const { path, size, sha256, container, compression } = kernel
  const text = imageText({ kind: 'other', path, size, sha256, container, compression, arch: null })
  expect(text).toMatch(/^neither a kernel nor a module\n/)
})
