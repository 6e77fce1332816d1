// SPDX-License-Identifier: GPL-2.0-only

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { arm64 } from '../../src/arch/arm64.js'
import { guestPart } from '../../src/features/standalone-crypto/guest-part.js'
import { guestRequest } from '../../src/features/standalone-crypto/guest-request.js'
import { bootKernel, buildInitramfs } from '../../src/vm/index.js'
import { kcarve } from '../kcarve.js'

// The small configuration of the other architecture, cross-compiled. 6.1 and 7.2 are in kernels.yml.
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const build = ['--arch', 'arm64', ...(wrapper === undefined ? [] : ['--cc-wrapper', wrapper])]
const cacheHome = inject('cacheHome')
const env = { XDG_CACHE_HOME: cacheHome }

async function asJson(...args: string[]) {
  const { exitCode, stdout, stderr } = await kcarve([...args, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  return { exitCode, report: JSON.parse(stdout) }
}

const failed = ({ status }: { status: string }) => status === 'fail'

let image = ''

test('6.12: stock and carved do the same', async () => {
  const { exitCode, report } = await asJson('prove', ...build)
  expect(report.checks.filter(failed)).toEqual([])
  expect(exitCode).toBe(0)
  image = report.builds.carved.image
})

/** Of a redirected function: bytes from its slot in vmlinux to the function in the module, and the guest's /proc/crypto. */
async function bootOnce(name: string, append: readonly string[]) {
  const work = join(cacheHome, 'arm64')
  await mkdir(work, { recursive: true })
  const initramfs = join(work, 'initramfs.cpio')
  await writeFile(
    initramfs,
    await buildInitramfs({ parts: [guestPart], arch: arm64, cacheDir: join(cacheHome, 'kcarve') }),
  )
  const { summary, outcome, texts } = await bootKernel({
    arch: arm64,
    kernel: image,
    initramfs,
    append,
    guest: guestRequest({
      checks: ['crypto-all'],
      after: ['crypto', 'kallsyms'],
      symbols: ['crypto_alloc_shash', '__wrap_crypto_alloc_shash'],
    }),
    logPath: join(work, `${name}.log`),
  })
  expect(outcome, summary).toBe('completed')
  const addresses = new Map(
    [...(texts.get('kallsyms') ?? '').matchAll(/^([0-9a-f]{16}) \S ([^\s[]+)/gm)].map(
      ([, address, symbol]) => [symbol, BigInt(`0x${address}`)],
    ),
  )
  const from = addresses.get('__wrap_crypto_alloc_shash') ?? 0n
  const to = addresses.get('crypto_alloc_shash') ?? 0n
  return { distance: Number(to - from), crypto: texts.get('crypto') ?? '' }
}

const REACH = 128 * 2 ** 20

test('the module is reached by one branch without KASLR, and otherwise by an address', async () => {
  const near = await bootOnce('near', ['nokaslr'])
  expect(Math.abs(near.distance)).toBeLessThan(REACH)
  expect(near.crypto).toMatch(/^driver +: sha256-ce\nmodule +: fips140$/m)
  // Where the module goes is random: within 2 GiB, of which an eighth is near.
  for (let round = 1; round <= 6; round++) {
    const far = await bootOnce(`far-${round}`, [])
    if (Math.abs(far.distance) >= REACH) return
  }
  expect.fail('of six boots with KASLR not one had its module out of reach')
})

test('with BTI for the kernel, by clang: every jump into the module lands where one may', async () => {
  const config = join(cacheHome, 'bti.config')
  const small = await readFile('configs/small-arm64.config', 'utf8')
  await writeFile(
    config,
    `${small}\nCONFIG_ARM64_PTR_AUTH=y\nCONFIG_ARM64_PTR_AUTH_KERNEL=y\nCONFIG_ARM64_BTI=y\nCONFIG_ARM64_BTI_KERNEL=y\n`,
  )
  const { report } = await asJson('start', '--config', config, '--llvm', '19', ...build)
  expect(report.checks.filter(failed)).toEqual([])
  const built = report.places.find(({ name }: { name: string }) => name === 'build').path
  const fips = await asJson('boot', built, '--fips')
  expect(fips.report.checks.filter(failed)).toEqual([])
  expect(await readFile(fips.report.logPath, 'utf8')).toContain('detected: Branch Target Identification')
})
