// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readElf } from '../formats/elf/index.js'
import { writeElf } from '../formats/elf/testing/write-elf.js'
import { kernelBtfReport } from './kernel-btf.js'
import { moduleReport } from './module-report.js'

test('damaged types are one line of what a kernel or a module tells', () => {
  const problem = '.BTF: btf_header at offset 3: the data ends after 3 bytes, inside the header'
  const elf = readElf(writeElf({ sections: [{ name: '.BTF', data: Buffer.from('abc') }] }))
  expect(kernelBtfReport(elf)).toMatchObject({ problem })
  expect(moduleReport(elf).btf).toMatchObject({ problem })
})
