// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { readSymvers } from '../../src/formats/symvers/index.js'
import { guestDirectory } from '../../src/vm/guest/guest-directory.js'
import { type BootResult, compileProgram } from '../../src/vm/index.js'
import {
  bootFailures,
  bootGuest,
  type CarvedKernel,
  initramfsOf,
  startCarved,
  verdicts,
} from './carved-kernel.js'

// One build with what distributions switch on: see hardened.config.
const run = promisify(execFile)
const cacheHome = inject('cacheHome')
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
let kernel: CarvedKernel

test('the kernel is built, boots, and all its checks pass', async () => {
  kernel = await startCarved('hardened')
  expect(kernel.failed).toEqual([])
})

test('in FIPS mode too', async () => {
  expect(await bootFailures(kernel.build, '--fips')).toEqual([])
})

test('what crosses between module and kernel has CRCs, both ways', async () => {
  const symvers = readSymvers(await readFile(join(kernel.build, 'Module.symvers'), 'utf8'))
  const exported = symvers.filter(({ module }) => module === 'crypto/fips140/fips140')
  expect(exported.length).toBeGreaterThan(100)
  expect(symvers.filter(({ crc }) => crc === 0)).toEqual([])
  const versions = async (module: string) => {
    const { stdout } = await run('modprobe', ['--dump-modversions', join(kernel.build, module)])
    return stdout
      .split('\n')
      .filter(Boolean)
      .map(line => line.split('\t'))
  }
  const crcs = new Map(symvers.map(({ symbol, crc }) => [symbol, crc]))
  for (const module of ['crypto/fips140/fips140.ko', 'crypto/serpent_generic.ko']) {
    const imports = await versions(module)
    expect(imports.length).toBeGreaterThan(1)
    for (const [crc, name] of imports) {
      // That of struct module is none of an export.
      if (name !== 'module_layout') expect(crcs.get(name ?? ''), name).toBe(Number(crc))
    }
  }
})

test('signed modules use the module, unsigned ones are refused; kprobes and ftrace reach it by bare names', async () => {
  const boot = await bootGuest(kernel, await initramfsOf(kernel.build), {
    guest: {
      checks: ['modprobe', 'signed', 'trace'],
      carved: true,
      modprobe: ['serpent_generic', 'rmd160'],
      signed: 'serpent_generic',
      trace: ['pkcs7_verify', 'serpent_generic'],
    },
  })
  expect(boot).toMatchObject({ outcome: 'completed', warnings: [] })
  expect(verdicts(boot)).toEqual([
    expect.stringMatching(/^modprobe: pass/),
    expect.stringMatching(/^signed: pass, without its signature: .*[Kk]ey/),
    expect.stringMatching(/^trace: pass, pkcs7_verify: \d+ hits of a kprobe, \d+ calls traced/),
  ])
})

test('locked down, and with calls counted for a processor that needs it, it does the same', async () => {
  const append = ['lockdown=integrity', 'retbleed=stuff', 'spectre_v2=retpoline']
  const boot = await bootGuest(kernel, await initramfsOf(kernel.build), {
    append,
    qemuArgs: ['-cpu', 'max,vendor=GenuineIntel,family=6,model=94,stepping=3'],
    guest: { checks: ['afalg', 'crypto-all', 'module'], after: ['vulnerabilities'], carved: true },
  })
  expect(boot).toMatchObject({ outcome: 'completed', warnings: [] })
  const text = boot.texts.get('vulnerabilities')
  expect(text).toMatch(/^retbleed: Mitigation: Stuffing$/m)
  expect(text).toContain('lockdown: none [integrity] confidentiality')
  expect(text).toContain('livepatch: there')
  expect(verdicts(boot).filter(verdict => !verdict.includes(': pass'))).toEqual([])
})

async function make() {
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`, `HOSTCC=${wrapper} gcc`]
  await run('make', ['-C', kernel.build, `-j${availableParallelism()}`, ...compiler, 'bzImage'], {
    maxBuffer: 1 << 28,
  })
}

async function traceable() {
  const boot = await bootGuest(kernel, await initramfsOf(kernel.build), {
    append: ['nokaslr'],
    guest: { after: ['ftrace'] },
  })
  return boot.texts.get('ftrace')?.split('\n').sort() ?? []
}

test('ftrace finds the functions that it would find without the index of symbols', async () => {
  const indexed = await traceable()
  expect(indexed.length).toBeGreaterThan(500)
  const source = join(kernel.tree, 'kernel/module/kallsyms.c')
  const text = await readFile(source, 'utf8')
  try {
    await writeFile(source, text.replace('if (!index || kallsyms != indexed_kallsyms)', 'if (true)'))
    await make()
    expect(await traceable()).toEqual(indexed)
  } finally {
    await writeFile(source, text)
    await make()
  }
})

/** An initramfs with the kernel itself in it, and what starts it from there. */
async function initramfsWithKernel(): Promise<Uint8Array> {
  const directory = join(guestDirectory, 'kexec')
  const flags = ['-O2', '-Wall', '-static']
  const kexec = await compileProgram(
    { name: 'kexec', directory, flags },
    { cacheDir: join(cacheHome, 'kcarve') },
  )
  return initramfsOf(kernel.build, {
    extra: [
      { type: 'file', path: 'kcarve/kexec', mode: 0o755, data: await readFile(kexec) },
      { type: 'file', path: 'kexec/kernel', data: await readFile(kernel.image) },
      { type: 'file', path: 'kexec/initramfs', data: await initramfsOf(kernel.build) },
    ],
  })
}

/** Both kernels load the module and pass the checks. */
function expectTwoLoads(boot: BootResult) {
  const lines = boot.events.map(({ text }) => text)
  expect(lines.filter(text => /^fips140: .* loaded: /.test(text))).toHaveLength(2)
  const passed = ['ok 1 module', 'ok 2 integrity']
  expect(lines.filter(text => /^(?:not )?ok /.test(text))).toEqual([...passed, ...passed])
  expect(boot).toMatchObject({ outcome: 'completed', warnings: [] })
}

const CHECKED = { checks: ['module', 'integrity'], carved: true } as const

test('it starts itself anew by kexec', async () => {
  const guest = { ...CHECKED, act: 'kexec' } as const
  expectTwoLoads(await bootGuest(kernel, await initramfsWithKernel(), { append: ['fips=1'], guest }))
})

test('it crashes, and the kernel that then reads its memory has the module as well', async () => {
  const guest = { ...CHECKED, act: 'crash', after: ['vmcore'] } as const
  const append = ['fips=1', 'crashkernel=192M']
  const boot = await bootGuest(kernel, await initramfsWithKernel(), { append, guest, memoryMiB: 768 })
  expectTwoLoads(boot)
  expect(boot.panics).toEqual([expect.stringContaining('sysrq triggered crash')])
  expect(boot.texts.get('vmcore')).toMatch(/^ELF/)
})

test('written to disk and read back, on one processor, it goes on', async () => {
  const disk = join(cacheHome, 'swap.img')
  const file = await open(disk, 'w')
  await file.truncate(512 << 20)
  await file.close()
  const initramfs = await initramfsOf(kernel.build)
  const options = {
    cpus: 1,
    qemuArgs: ['-drive', `file=${disk},if=virtio,format=raw`],
    guest: {
      checks: ['afalg', 'crypto-all', 'module', 'modprobe'],
      modprobe: ['serpent_generic'],
      carved: true,
      act: 'hibernate',
    },
  } as const
  const before = await bootGuest(kernel, initramfs, options)
  expect(before.events.map(({ text }) => text)).toContain('@@kcarve hibernate')
  expect(before.outcome).toBe('exited')
  const after = await bootGuest(kernel, initramfs, { ...options, append: ['resume=/dev/vda'] })
  expect(after.events.map(({ text }) => text)).toContain('@@kcarve resumed')
  expect(verdicts(after)).toHaveLength(4)
  expect(verdicts(after).filter(verdict => !verdict.includes(': pass'))).toEqual([])
  expect(after).toMatchObject({ outcome: 'completed', warnings: [] })
})
