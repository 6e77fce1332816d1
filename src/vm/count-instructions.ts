// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { CommandError, ToolError } from '../core/errors.js'
import { writeCpio } from '../formats/cpio/index.js'
import { type Elf, readElf, symbolNamed } from '../formats/elf/index.js'
import { type CompileOptions, compileProgram } from './guest/compile-program.js'
import { guestDirectory } from './guest/guest-directory.js'
import { qemuArguments } from './qemu-arguments.js'
import { runQemu } from './run-qemu.js'

export interface CountOptions extends CompileOptions {
  readonly arch: Architecture
  /** The image that is booted. */
  readonly kernel: string
  /** The vmlinux it was made from: it has the address of start_kernel. */
  readonly vmlinux: string
  /** Further words of the kernel command line. */
  readonly append?: readonly string[] | undefined
  readonly memoryMiB?: number | undefined
  /** Of everything random in the guest; 1 by default. */
  readonly seed?: number | undefined
  /** Functions of vmlinux between which instructions are counted as well: from the first of one to the first of the other. */
  readonly between?: readonly [from: string, to: string] | undefined
  /** Milliseconds; 300,000 by default. */
  readonly deadlineMs?: number | undefined
  readonly logPath?: string | undefined
}

export interface InstructionCounts {
  /** Guest instructions from the first of start_kernel to the first of /init. */
  readonly instructions: number
  /**
   * The same and all work begun before, until the machine is idle. Some runs in threads, and how many of them have ended
   * when /init starts depends on the seed: this number does not.
   */
  readonly settled: number
  /** From one function of `between` to the other; undefined when one of them was not executed, or is not there. */
  readonly between: number | undefined
}

/**
 * Counts what a kernel executes while it boots, by a TCG plugin under -icount on one CPU: the same image and seed
 * give the same number each time. Throws MissingError without QEMU or a compiler, CommandError when the kernel does not reach /init.
 */
export async function countInstructions(options: CountOptions): Promise<InstructionCounts> {
  const directory = join(guestDirectory, 'insn-count')
  const plugin = await compileProgram(
    { name: 'insn-count.so', directory, files: ['insn-count.c'], flags: ['-O2', '-shared', '-fPIC'] },
    options,
  )
  const init = await compileProgram(
    { name: 'init', arch: options.arch, directory, files: ['init.c'], flags: ['-O2', '-static', '-no-pie'] },
    options,
  )
  const vmlinux = readElf(await readFile(options.vmlinux))
  const start = symbolAddress(options.vmlinux, vmlinux, 'start_kernel')
  const initBytes = await readFile(init)
  const initElf = readElf(initBytes)
  const [toInit, toSettled] = [initElf.header.e_entry, symbolAddress(init, initElf, 'settled')]
  const between = (options.between ?? []).map(name => symbolNamed(vmlinux, name)?.st_value)
  const stops = [toInit, toSettled, ...between.filter(address => address !== undefined)]
  const work = await mkdtemp(join(tmpdir(), 'kcarve-count-'))
  try {
    const initramfs = join(work, 'initramfs.cpio')
    await writeFile(initramfs, countingInitramfs(initBytes))
    const counts = await run(options, { initramfs, plugin, start, stops })
    const [instructions, settled] = [counts.get(toInit), counts.get(toSettled)]
    if (instructions === undefined || settled === undefined) throw notReached(options)
    const [from, to] = between.map(address => (address === undefined ? undefined : counts.get(address)))
    return { instructions, settled, between: from === undefined || to === undefined ? undefined : to - from }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function symbolAddress(path: string, elf: Elf, name: string): bigint {
  const symbol = symbolNamed(elf, name)
  if (symbol === undefined) throw new ToolError(`${path} has no symbol ${name}`)
  return symbol.st_value
}

const countingInitramfs = (init: Uint8Array) =>
  writeCpio([
    { type: 'directory', path: 'dev' },
    { type: 'chardev', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    { type: 'file', path: 'init', mode: 0o755, data: init },
  ])

interface Counting {
  readonly initramfs: string
  readonly plugin: string
  readonly start: bigint
  readonly stops: readonly bigint[]
}

async function run(options: CountOptions, counting: Counting): Promise<Map<bigint, number>> {
  const hex = (address: bigint) => `0x${address.toString(16)}`
  const stops = counting.stops.map(stop => `stop=${hex(stop)}`)
  const counts = new Map<bigint, number>()
  const args = [
    ...qemuArguments({
      ...options,
      initramfs: counting.initramfs,
      icount: true,
      // start_kernel has to be where vmlinux has it.
      append: ['nokaslr', ...(options.append ?? [])],
    }),
    ...['-plugin', [counting.plugin, `start=${hex(counting.start)}`, ...stops].join(',')],
  ]
  const deadlineMs = options.deadlineMs ?? 300_000
  await runQemu({
    arch: options.arch,
    args,
    deadlineMs,
    silenceMs: () => deadlineMs,
    onLine: line => {
      // The console may have left its line unfinished.
      const found = /insn-count (0x[0-9a-f]{1,16}) (\d{1,15})$/.exec(line)
      if (found !== null) counts.set(BigInt(found[1] ?? 0), Number(found[2]))
      return undefined
    },
    signal: options.signal,
    logPath: options.logPath,
  })
  return counts
}

function notReached(options: CountOptions): CommandError {
  return new CommandError('The kernel did not come to /init, or this QEMU has no TCG plugins', {
    command: options.arch.qemu.program,
    logPath: options.logPath,
  })
}
