// SPDX-License-Identifier: GPL-2.0-only

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { x86_64 } from '../../src/arch/x86-64.js'
import { openBuild } from '../../src/build/index.js'
import type { Check } from '../../src/checks/check.js'
import { guestPart } from '../../src/features/standalone-crypto/guest-part.js'
import { type CryptoRequest, guestRequest } from '../../src/features/standalone-crypto/guest-request.js'
import { readKtap } from '../../src/formats/ktap/index.js'
import type { BootOptions } from '../../src/vm/boot.js'
import { type BootResult, bootKernel, buildInitramfs, stageModules } from '../../src/vm/index.js'
import type { InitramfsOptions } from '../../src/vm/initramfs.js'
import { joinedConfig } from '../joined-config.js'
import { kcarve } from '../kcarve.js'
import { type StartedKernel, startedSmall, startKernel } from '../started-kernel.js'

const cacheHome = inject('cacheHome')
const env = { XDG_CACHE_HOME: cacheHome }

export interface CarvedKernel extends StartedKernel {
  /** What --config was given. */
  readonly config: string
  /** Checks of `kcarve start` that failed: name and lines. */
  readonly failed: readonly unknown[]
}

/** small and a fragment of this directory, from Debian's sources to the checks of a booted kernel. */
export async function startCarved(fragment: string | undefined, ...args: string[]): Promise<CarvedKernel> {
  const config = await configOf(fragment)
  const kernel = await startKernel('--config', config, ...args)
  return { ...kernel, config, failed: failuresOf(kernel.checks) }
}

/** The small kernel, carved and built: that of a build directory named in the environment, or else one that is made. */
export async function carvedSmall(): Promise<Pick<CarvedKernel, 'build' | 'image'>> {
  const build = process.env.KCARVE_TEST_BUILD
  if (build === undefined) return startedSmall()
  return { build, image: join(build, x86_64.image) }
}

/** small, with a fragment of this directory behind it. */
export async function configOf(fragment: string | undefined): Promise<string> {
  if (fragment === undefined) return 'small'
  const parts = ['configs/small-x86_64.config', `test/matrix/${fragment}.config`]
  return joinedConfig(join(cacheHome, `${fragment}.config`), ...parts)
}

/** The checks of `kcarve boot`. */
export async function bootChecks(build: string, ...args: string[]): Promise<readonly Check[]> {
  const { stdout, stderr } = await kcarve(['boot', build, ...args, '--json'], { env })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout).checks
}

/** Those that failed. */
export async function bootFailures(build: string, ...args: string[]): Promise<readonly unknown[]> {
  return failuresOf(await bootChecks(build, ...args))
}

const failuresOf = (checks: readonly Check[]) =>
  checks.filter(({ status }) => status === 'fail').map(({ id, differences }) => [id, ...differences])

/** An initramfs with the modules of the build. */
export async function initramfsOf(
  build: string,
  options: Omit<InitramfsOptions, 'arch'> = {},
): Promise<Uint8Array> {
  const root = join(cacheHome, 'guest-root')
  await rm(root, { recursive: true, force: true })
  await stageModules({ ...(await openBuild(build)), destination: root })
  return buildInitramfs({
    parts: [guestPart],
    arch: x86_64,
    cacheDir: join(cacheHome, 'kcarve'),
    modulesRoot: root,
    ...options,
  })
}

/** Boots what the command line does not: another guest, another machine. */
export async function bootGuest(
  { image }: Pick<CarvedKernel, 'image'>,
  initramfs: Uint8Array,
  {
    guest = {},
    ...options
  }: Omit<BootOptions, 'arch' | 'kernel' | 'initramfs' | 'guest'> & {
    readonly guest?: CryptoRequest
  },
): Promise<BootResult> {
  const path = join(cacheHome, 'guest.cpio')
  await writeFile(path, initramfs)
  const machine = { arch: x86_64, kernel: image, initramfs: path }
  return bootKernel({ ...machine, deadlineMs: 600_000, guest: guestRequest(guest), ...options })
}

/** What the guest's checks have come to, and their last lines. */
export const verdicts = ({ ktap }: BootResult) =>
  readKtap(ktap).tests.map(({ name, status, lines }) => `${name}: ${status}, ${lines.at(-1) ?? ''}`)
