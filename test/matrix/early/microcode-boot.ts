// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { x86_64 } from '../../../src/arch/x86-64.js'
import { type BootResult, bootKernel, buildInitramfs } from '../../../src/vm/index.js'
import { AMD_CPU, amdPatch, microcodeArchive } from './amd-microcode.js'
import { executionLog } from './executed.js'

export interface MicrocodeBoot {
  readonly boot: BootResult
  /** Calls of sha256() and landmarks, in the order of execution. */
  readonly executed: readonly string[]
  /** How often the kernel printed the patch's true digest, which the loader does when AMD's list does not have it. */
  readonly digests: number
  /** All memory of the machine at its end. */
  readonly memory: Buffer
}

export interface MicrocodeBootOptions {
  /** A build directory. */
  readonly build: string
  readonly cacheHome: string
  readonly silenceMs?: number | undefined
}

const MEMORY_MIB = 512
/** A processor that comes online loads microcode. */
const REONLINE = 'cd /sys/devices/system/cpu/cpu1 && echo 0 >online && echo 1 >online && cat online\n'

/** Boots with microcode in front of the initramfs, and takes the second processor offline and online again. */
export async function bootWithMicrocode({
  build,
  cacheHome,
  silenceMs,
}: MicrocodeBootOptions): Promise<MicrocodeBoot> {
  const at = (name: string) => join(cacheHome, `microcode-${name}`)
  const patch = amdPatch()
  const initramfs = await buildInitramfs({
    arch: x86_64,
    cacheDir: join(cacheHome, 'kcarve'),
    extra: [{ type: 'file', path: 'kcarve/dumps/reonline.sh', mode: 0o755, data: Buffer.from(REONLINE) }],
  })
  await writeFile(at('initramfs.cpio'), Buffer.concat([microcodeArchive(patch), initramfs]))
  const log = await executionLog(build, 'sha256', at('exec.log'))
  const ram = `memory-backend-file,id=ram,size=${MEMORY_MIB}M,share=on,mem-path=${at('memory')}`
  const boot = await bootKernel({
    arch: x86_64,
    kernel: join(build, x86_64.image),
    initramfs: at('initramfs.cpio'),
    append: log.append,
    memoryMiB: MEMORY_MIB,
    guest: { after: ['reonline', 'dmesg'] },
    logPath: at('console.log'),
    silenceMs,
    qemuArgs: ['-cpu', AMD_CPU, ...log.qemuArgs, '-object', ram, '-machine', 'memory-backend=ram'],
  })
  const memory = await readFile(at('memory'))
  await rm(at('memory'))
  const digest = [...createHash('sha256').update(patch).digest()].map(byte => `0x${byte.toString(16)}`)
  return {
    boot,
    executed: await log.executed(),
    digests: (boot.texts.get('dmesg') ?? '').split(digest.join(' ')).length - 1,
    memory,
  }
}
