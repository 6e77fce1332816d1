// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readSymvers } from '../../src/formats/symvers/index.js'
import {
  bootChecks,
  bootFailures,
  bootGuest,
  type CarvedKernel,
  initramfsOf,
  startCarved,
  verdicts,
} from './carved-kernel.js'

// One build with what distributions switch on: see hardened.config.
const run = promisify(execFile)
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

test('it starts itself anew, and after a crash reads the memory before it: the module is there each time', async () => {
  expect(await restarted('kexec,kdump', '--fips')).toEqual([
    'kexec: started by a kernel before it',
    'kdump: started after a crash, with the memory of the kernel before it',
  ])
})

test('written to disk and read back, on one processor, it goes on', async () => {
  expect(await restarted('hibernation', '--cpus', '1')).toEqual(['hibernation: read again from disk'])
})

/** What came of restarts, in a boot in which nothing fails. */
async function restarted(names: string, ...args: string[]) {
  const checks = await bootChecks(kernel.build, '--restarts', names, ...args)
  expect(checks.filter(({ status }) => status === 'fail')).toEqual([])
  return checks
    .filter(({ id }) => names.split(',').includes(id))
    .map(({ id, evidence }) => `${id}: ${evidence[0]}`)
}
