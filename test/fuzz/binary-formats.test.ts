// SPDX-License-Identifier: GPL-2.0-only
import { readAr } from '../../src/formats/ar/index.js'
import { writeCpio } from '../../src/formats/cpio/index.js'
import { readCpio } from '../../src/formats/cpio/testing/read-cpio.js'
import { bitcodeSymbols } from '../../src/formats/llvm-bitcode/index.js'
import { writeBitcode } from '../../src/formats/llvm-bitcode/testing/write-bitcode.js'
import { readModinfo } from '../../src/formats/modinfo/index.js'
import { readExtendedModversions, readModversions } from '../../src/formats/modversions/index.js'
import { readPartitionTable } from '../../src/formats/partition-table/index.js'
import { fuzzBytes } from './harness/fuzz.js'
import { toolchain } from './seeds/scratch.js'

const tools = toolchain()
const LONG = 'a-name-that-does-not-fit-sixteen-bytes.o'
tools.write('demo.c', 'int demo(void) { return 0; }')
tools.run('gcc', '-c', 'demo.c', '-o', 'demo.o')
tools.run('cp', 'demo.o', LONG)
tools.run('ar', 'cDrs', 'whole.a', 'demo.o', LONG)
tools.run('ar', 'cDPrsT', 'thin.a', 'demo.o', LONG)
tools.write('empty', '')
tools.run('ar', 'cDrS', 'small.a', 'empty', 'demo.c')
fuzzBytes('readAr', [tools.bytes('small.a'), tools.bytes('thin.a'), tools.bytes('whole.a')], readAr)

fuzzBytes(
  'bitcodeSymbols',
  [
    writeBitcode([
      { name: 'sha256_update', isFunction: true },
      { name: 'table', isLocal: true },
    ]),
  ],
  bitcodeSymbols,
)

const archive = writeCpio([
  { type: 'directory', path: 'bin' },
  { type: 'file', path: 'bin/x', data: Buffer.from('#!/bin/sh\n') },
  { type: 'symlink', path: 'sbin', target: 'bin' },
  { type: 'chardev', path: 'dev/null', major: 1, minor: 3 },
])
fuzzBytes('readCpio', [archive], readCpio)

const disk = Buffer.alloc(34 * 512)
disk.writeUInt16LE(0xaa55, 510)
disk.write('EFI PART', 512, 'latin1')
disk.writeBigUInt64LE(2n, 584)
disk.writeUInt32LE(128, 592)
disk.writeUInt32LE(128, 596)
disk.write('e3bc684fcde8b14d96e7fbcaf984b709', 1024, 'hex')
disk.writeBigUInt64LE(4096n, 1064)
fuzzBytes('readPartitionTable', [disk], readPartitionTable)

const modinfo = Buffer.from('name=demo\0\0\0license=GPL\0parm=a:b (int)\0vermagic=6.12.117 SMP \0')
fuzzBytes('readModinfo', [modinfo], readModinfo)

const entry = (crc: number, name: string) => {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32LE(crc)
  bytes.write(name, 8)
  return bytes
}
fuzzBytes(
  'readModversions',
  [Buffer.concat([entry(1, 'module_layout'), entry(2, '_printk')])],
  readModversions,
)

/** The CRCs are the first 12 bytes here. */
const extended = Buffer.concat([
  Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]),
  Buffer.from('a\0bb\0ccc\0\0'),
])
fuzzBytes('readExtendedModversions', [extended], bytes =>
  readExtendedModversions(bytes.subarray(0, 12), bytes.subarray(12)),
)
