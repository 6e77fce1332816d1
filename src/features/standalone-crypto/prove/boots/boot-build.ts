// SPDX-License-Identifier: GPL-2.0-only

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../../../../arch/architecture.js'
import { type BootResult, bootKernel, buildInitramfs, stageModules } from '../../../../vm/index.js'
import { guestPart } from '../../guest-part.js'
import { type CryptoRequest, guestRequest } from '../../guest-request.js'
import type { ProvedBuild } from './proved-build.js'
import { logName, type Scenario } from './scenario.js'

/** Of the virtual machine, MiB. */
export const MEMORY_MIB = 512

export interface BootBuildOptions {
  readonly arch: Architecture
  /** `stock` or `carved`: names of files. */
  readonly name: string
  readonly workDir: string
  readonly guest: (scenario: Scenario) => Promise<CryptoRequest>
  readonly logDir: string
  readonly cacheDir?: string
  readonly signal?: AbortSignal
}

/** Boots a build with its modules once for each scenario. */
export async function bootBuild(
  build: ProvedBuild,
  scenarios: readonly Scenario[],
  options: BootBuildOptions,
): Promise<BootResult[]> {
  const { arch, name, workDir, guest, logDir, cacheDir, signal } = options
  const stop = signal === undefined ? {} : { signal }
  const modulesRoot = join(workDir, `${name}-modules`)
  await rm(modulesRoot, { recursive: true, force: true })
  await mkdir(modulesRoot, { recursive: true })
  await stageModules({ objtree: build.objDir, release: build.release, destination: modulesRoot, ...stop })
  const initramfs = join(workDir, `${name}-initramfs.cpio`)
  const cache = cacheDir === undefined ? {} : { cacheDir }
  await writeFile(
    initramfs,
    await buildInitramfs({ parts: [guestPart], arch, modulesRoot, ...cache, ...stop }),
  )
  const results: BootResult[] = []
  for (const scenario of scenarios) {
    results.push(
      await bootKernel({
        arch,
        kernel: build.image,
        initramfs,
        append: scenario.append,
        memoryMiB: MEMORY_MIB,
        guest: guestRequest({ ...(await guest(scenario)), carved: build.module !== undefined }),
        logPath: join(logDir, logName(`boot-${name}`, scenario)),
        ...stop,
      }),
    )
  }
  return results
}
