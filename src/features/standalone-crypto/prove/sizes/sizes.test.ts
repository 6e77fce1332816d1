// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../../core/run-command.js'
import { readElf } from '../../../../formats/elf/index.js'
import { memoryFigures } from './meminfo.js'
import { sectionSizes } from './section-sizes.js'
import { sizeTable } from './size-table.js'

test('sections are summed by what becomes of them, padding left out', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-sizes-'))
  const source = `.text
.globl _start
.type _start, @function
_start: .skip 100
.size _start, 100
.balign 0x4000
.type entry, @function
entry: .skip 8
.skip 56
.type last, @function
last: .skip 4
.size entry, 8
.size last, 4
.balign 0x4000
.section .rodata, "a"
.skip 30
.data
.skip 40
.bss
.type b, @object
.size b, 50
b: .skip 50
.section .init.text, "ax"
.skip 60
.section .fips140_embedded, "a"
.skip 70
`
  await writeFile(join(directory, 'k.s'), source)
  await runCommand('gcc', ['-nostdlib', '-static', '-Wl,--build-id=none', '-o', 'k', 'k.s'], {
    cwd: directory,
  })
  const sizes = sectionSizes(readElf(await readFile(join(directory, 'k'))))
  expect(sizes).toEqual({ text: 168, rodata: 30, data: 40, bss: 50, init: 60, embedded: 70 })
  await rm(directory, { recursive: true })
})

test('memory in use is what the machine has less files, and less what is free, for all or for a processor', () => {
  const meminfo = 'MemTotal:         500000 kB\nMemFree:          480000 kB\nMemAvailable:     470000 kB\n'
  expect(memoryFigures(meminfo, 512)).toMatchObject({
    'memory in use after boot': 512 * 2 ** 20 - 480000 * 1024,
    'memory available after boot': 470000 * 1024,
  })
  const waiting = `${meminfo}Shmem: 1000 kB\nPerCpuFree: 2000 kB\n`
  expect(memoryFigures(waiting, 512)).toMatchObject({
    'memory in use after boot': 512 * 2 ** 20 - 483000 * 1024,
  })
  expect(memoryFigures('nonsense', 512)).toEqual({})
})

test('a table has a ratio where both sides have a figure', () => {
  expect(sizeTable('bytes', { text: 100, gone: 1 }, { text: 150, module: 7 })).toEqual([
    { name: 'text', unit: 'bytes', stock: 100, carved: 150, ratio: 1.5 },
    { name: 'gone', unit: 'bytes', stock: 1, carved: undefined, ratio: undefined },
    { name: 'module', unit: 'bytes', stock: undefined, carved: 7, ratio: undefined },
  ])
})
