// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  embeddedModules,
  inspectCarved,
  verifyImage,
} from '../../src/features/standalone-crypto/carried/index.js'
import { carriedBy } from '../../src/features/standalone-crypto/carried/inspect-carved.js'
import {
  makeCarvedModule,
  makeCarvedVmlinux,
} from '../../src/features/standalone-crypto/carried/testing/make-carved.js'
import {
  digestOf,
  embeddedDigests,
} from '../../src/features/standalone-crypto/carried/verify/embedded-digests.js'
import { keyCandidates } from '../../src/features/standalone-crypto/carried/verify/key-candidates.js'
import { moduleProblems } from '../../src/features/standalone-crypto/carried/verify/module-problems.js'
import { faultTarget } from '../../src/features/standalone-crypto/faults/fault-target.js'
import { kernelPart } from '../../src/features/standalone-crypto/reuse/kernel-part.js'
import { modulePart } from '../../src/features/standalone-crypto/reuse/module-part.js'
import { pointersIn } from '../../src/features/standalone-crypto/reuse/pointers-in.js'
import { readElf } from '../../src/formats/elf/index.js'
import { isArm64Image, readArm64Image } from '../../src/image/arm64-image.js'
import { readBzImage, vmlinuxOf } from '../../src/image/bzimage.js'
import { exportsOf } from '../../src/image/exports/index.js'
import { kernelBtfReport } from '../../src/image/kernel-btf.js'
import { vmlinuxFacts } from '../../src/image/kernel-report.js'
import { moduleReport } from '../../src/image/module-report.js'
import { imageTables } from '../../src/image/tables/index.js'
import { layOut, makeBzImage } from '../../src/image/testing/make-bzimage.js'
import { stripVmlinux } from '../../src/image/testing/make-kernel.js'
import { makeTables } from '../../src/image/testing/make-tables.js'
import { imageFacts } from '../../src/reuse/kernel/image-facts.js'
import { moduleFacts } from '../../src/reuse/module/module-facts.js'
import { fuzzBytes } from './harness/fuzz.js'
import { toolchain } from './seeds/scratch.js'

const tools = toolchain()
makeCarvedModule(tools.directory)
const vmlinuxPath = makeCarvedVmlinux(tools.directory, 'vmlinux')
makeCarvedVmlinux(tools.directory, 'merged', { merged: true })
stripVmlinux(vmlinuxPath)
stripVmlinux(join(tools.directory, 'merged'))
tools.write(
  'btf.c',
  'struct module { char name[56]; long size; }; struct kernel_symbol { int v, n; }; struct module m; struct kernel_symbol k;',
)
tools.run('gcc', '-g', '-c', 'btf.c', '-o', 'btf.o')
tools.run('pahole', '-J', 'btf.o')
tools.run('strip', '-g', 'btf.o')

const modules = [tools.bytes('fips140.ko'), tools.bytes('object.o'), tools.bytes('btf.o')]
/** Linked at addresses whose pages are padded: the padding is of no interest, and takes most of the file. */
const kernels = ['vmlinux', 'vmlinux.bin', 'merged.bin'].map(tools.bytes)

fuzzBytes('moduleReport', modules, bytes => moduleReport(readElf(bytes)))
fuzzBytes('moduleFacts', modules, bytes => moduleFacts('x.ko', readElf(bytes), 'x86_64'))
fuzzBytes('modulePart', modules, bytes => modulePart(readElf(bytes)))
fuzzBytes('pointersIn', modules, bytes => pointersIn(readElf(bytes), 'crypto_one'))
fuzzBytes('moduleProblems', modules, bytes => moduleProblems(readElf(bytes)))
fuzzBytes('keyCandidates', modules, bytes => keyCandidates(readElf(bytes)))
fuzzBytes('exportsOf', [...modules, ...kernels], bytes => exportsOf(readElf(bytes)))
fuzzBytes('kernelBtfReport', [tools.bytes('btf.o')], bytes => kernelBtfReport(readElf(bytes)))
fuzzBytes('vmlinuxFacts', kernels, bytes => vmlinuxFacts(readElf(bytes)))
fuzzBytes('carriedBy', kernels, bytes => carriedBy(readElf(bytes)))
fuzzBytes('embeddedModules', kernels, bytes => embeddedModules(readElf(bytes)))
fuzzBytes('embeddedDigests', kernels, bytes => embeddedDigests(readElf(bytes)).map(digestOf))
fuzzBytes('kernelPart', kernels, bytes => kernelPart(readElf(bytes)))
fuzzBytes('imageFacts', kernels, bytes => imageFacts('/nonexistent/vmlinux', readElf(bytes)), { weight: 0.5 })
fuzzBytes('faultTarget a fault', kernels, bytes =>
  faultTarget(Uint8Array.from(bytes), { key: 'key', fips: true }),
)

const boot = Buffer.concat([
  (() => {
    const head = Buffer.alloc(64)
    head.writeBigUInt64LE(1n << 20n, 16)
    head.write('ARM\x64', 0x38, 'latin1')
    return head
  })(),
  Buffer.from('Linux version 6.12.117 (me@here) (gcc 12) #1 SMP\0'),
  tools.bytes('fips140.ko'),
])
fuzzBytes('readArm64Image', [boot], bytes => isArm64Image(bytes) && vmlinuxFacts(readArm64Image(bytes)))

const tables = Buffer.concat([
  boot,
  makeTables([
    Array.from({ length: 12 }, (_, index) => ({ name: `symbol_${index}`, crc: index, namespace: '' })),
    Array.from({ length: 9 }, (_, index) => ({ name: `gpl_${index}`, crc: index, namespace: 'CRYPTO' })),
  ]),
  Buffer.from([0x9f, 0xeb, 1, 0, 24, 0, 0, 0]),
  Buffer.alloc(64),
])
fuzzBytes('imageTables', [tables], imageTables)

const gzipped = makeBzImage(tools.bytes('vmlinux.bin'), 'gzip')
fuzzBytes(
  'readBzImage',
  [gzipped, layOut(Buffer.from('\xfd7zXZ\0 and so on to the end', 'latin1'))],
  readBzImage,
)
fuzzBytes(
  'vmlinuxOf',
  [gzipped],
  async bytes => {
    const image = readBzImage(bytes)
    // Other decompressors are programs of their own, which are not fuzzed here.
    return image.compression.name === 'gzip' ? vmlinuxFacts(readElf(await vmlinuxOf(image))) : undefined
  },
  { weight: 0.2 },
)

const compressed = ['xz', 'zstd', 'lz4', 'bzip2'] as const
const files = [
  ...kernels,
  modules[0] as Uint8Array,
  ...compressed.map(name => Uint8Array.from(makeBzImage(tools.bytes('vmlinux.bin'), name))),
]
const path = join(tools.directory, 'damaged')
const onDisk = (read: (path: string) => Promise<unknown>) => (bytes: Uint8Array) => {
  writeFileSync(path, bytes)
  return read(path)
}
fuzzBytes('inspectCarved', files, onDisk(inspectCarved), { weight: 0.02 })
fuzzBytes('verifyImage', files, onDisk(verifyImage), { weight: 0.02 })
