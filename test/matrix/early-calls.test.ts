// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { bytesAt, type Elf, readElf, symbolNamed } from '../../src/formats/elf/index.js'
import { kcarve } from '../kcarve.js'
import { type CarvedKernel, startCarved } from './carved-kernel.js'
import { bootWithMicrocode } from './early/microcode-boot.js'
import { bootTablet } from './early/tablet-boot.js'
import { edit, treeWithEarlyCallers } from './early/tree.js'

// Functions of the module that vmlinux calls before the load: SHA-256, by the microcode loader and for firmware in EFI's
// memory, and SHA-512, which has no twin.
const cacheHome = inject('cacheHome')
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: cacheHome }
const [redirect, twin] = ['__wrap_sha256', 'fips140_early_sha256']

let kernel: CarvedKernel

beforeAll(async () => {
  const tree = await treeWithEarlyCallers('7.2', join(cacheHome, 'kcarve'))
  kernel = await startCarved('twins', '--tree', tree, '--in-place')
})

test('the kernel boots, its checks pass, and the twins are in init memory', () => {
  expect(kernel.failed).toEqual([])
  expect(kernel.checks.find(({ id }) => id === 'early-twins')).toMatchObject({
    status: 'pass',
    evidence: ['for sha256', expect.stringMatching(/ of init memory$/)],
  })
})

test('the twin hashes microcode before the load and the module after it; then nothing is left of the twin', async () => {
  const { boot, executed, digests, memory } = await bootWithMicrocode({ build: kernel.build, cacheHome })
  expect(boot).toMatchObject({ outcome: 'completed' })
  expect(boot.texts.get('reonline')).toBe('1\n')
  // By the first processor, by the second, and after the load by the second again.
  expect(executed).toEqual([redirect, twin, 'start_kernel', redirect, twin, 'fips140_load', redirect])
  expect(digests).toBe(3)

  const elf = readElf(await readFile(join(kernel.build, 'vmlinux')))
  expect(isInMemory(elf, memory, 'linux_banner')).toBe(true)
  expect(isInMemory(elf, memory, twin)).toBe(false)
})

/** Whether memory has at a symbol what vmlinux has. Without KASLR the kernel's mapping begins with the first byte of memory. */
function isInMemory(elf: Elf, memory: Buffer, name: string): boolean {
  const symbol = symbolNamed(elf, name)
  if (symbol === undefined) throw new Error(`vmlinux has no ${name}`)
  const bytes = bytesAt(elf, symbol.st_value, symbol.st_size) ?? Buffer.alloc(0)
  expect(bytes.length).toBeGreaterThan(0)
  const at = Number(symbol.st_value - 0xffffffff80000000n)
  return memory.subarray(at, at + bytes.length).equals(bytes)
}

test('the twin finds firmware in the memory of EFI', async () => {
  const { boot, executed } = await bootTablet(kernel.build, cacheHome)
  expect(boot).toMatchObject({ outcome: 'completed' })
  expect(boot.texts.get('dmesg')).toContain("Found EFI embedded fw 'silead/gsl3680-chuwi-hi8-pro.fw'")
  expect(executed).toEqual(['start_kernel', redirect, twin, 'fips140_load'])
})

test('any other function that is called before the load panics with its name', async () => {
  const panic = 'fips140: sha512() called before the module is loaded'
  const args = ['boot', kernel.build, '--append', 'early_call', '--expect', `panic:${panic}`, '--json']
  expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0 })
})

test('a library whose self-test fails ends the boot in FIPS mode', async () => {
  const args = ['boot', kernel.build, '--fault', 'self-test-library', '--json']
  const { exitCode, stdout } = await kcarve(args, { env })
  expect(JSON.parse(stdout).checks).toMatchObject([{ id: 'self-test-library', status: 'pass' }])
  expect(exitCode).toBe(0)
})

test('without twins the same boots panic with the name of the function', async () => {
  const makefile = join(kernel.tree, 'crypto/fips140/link/Makefile')
  const text = await edit(makefile, content => content.replace(/^twins-\$.*\n/m, ''))
  try {
    const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
    const args = ['build', kernel.tree, '--config', kernel.config, '-o', kernel.build, ...withWrapper]
    expect(await kcarve([...args, '--quiet'], { env })).toMatchObject({ exitCode: 0, stderr: '' })
    const panic = 'fips140: sha256() called before the module is loaded'
    // No console is there that early: memory has the message.
    const microcode = await bootWithMicrocode({ build: kernel.build, cacheHome, silenceMs: 15_000 })
    expect(microcode.executed).toEqual([redirect])
    expect(microcode.memory.includes(`Kernel panic - not syncing: ${panic}`)).toBe(true)
    const tablet = await bootTablet(kernel.build, cacheHome)
    expect(tablet.boot).toMatchObject({ outcome: 'panic', panics: [expect.stringContaining(panic)] })
  } finally {
    await writeFile(makefile, text)
  }
})
