// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Objtree } from '../../../../build/index.js'
import { type BootResult, bootKernel, buildInitramfs, stageModules } from '../../../../vm/index.js'
import { guestPart } from '../../guest-part.js'
import { type CryptoRequest, guestRequest } from '../../guest-request.js'
import { logName, type Scenario } from './scenario.js'

/** Of the virtual machine, MiB. */
export const MEMORY_MIB = 512

/** Milliseconds for a boot with KUnit tests. They take a minute on an idle machine, of which one module takes 8 s. */
const TESTS_DEADLINE = 900_000

export interface BootBuildOptions {
  /** Which of the two it is; files are named so. */
  readonly kernel: 'stock' | 'carved'
  readonly workDir: string
  readonly guest: (scenario: Scenario) => Promise<CryptoRequest>
  readonly logDir: string
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Boots a build with its modules once for each scenario. */
export async function bootBuild(
  built: Objtree,
  scenarios: readonly Scenario[],
  options: BootBuildOptions,
): Promise<BootResult[]> {
  const { kernel: name, workDir, guest, logDir, cacheDir, signal } = options
  const { arch } = built
  const modulesRoot = join(workDir, `${name}-modules`)
  await rm(modulesRoot, { recursive: true, force: true })
  await mkdir(modulesRoot, { recursive: true })
  await stageModules({ ...built, destination: modulesRoot, signal })
  const initramfs = join(workDir, `${name}-initramfs.cpio`)
  await writeFile(
    initramfs,
    await buildInitramfs({ parts: [guestPart], arch, modulesRoot, cacheDir, signal }),
  )
  const results: BootResult[] = []
  for (const scenario of scenarios) {
    const request = guestRequest({ ...(await guest(scenario)), carved: name === 'carved' })
    const runsTests = request.checks?.includes('kunit') === true
    results.push(
      await bootKernel({
        arch,
        kernel: built.image,
        initramfs,
        append: scenario.append,
        memoryMiB: MEMORY_MIB,
        guest: request,
        deadlineMs: runsTests ? TESTS_DEADLINE : undefined,
        logPath: join(logDir, logName(`boot-${name}`, scenario)),
        signal,
      }),
    )
  }
  return results
}
