// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** XDG_CACHE_HOME of all tests: what one has built is there for the next. */
    readonly cacheHome: string
  }
}

/** Compiles the command line and gives the tests a cache; KCARVE_TEST_CACHE names one to be kept. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await promisify(execFile)(process.execPath, ['scripts/bootstrap.mjs', 'build', 'boot', 'source'])
  const kept = process.env.KCARVE_TEST_CACHE
  const cacheHome = kept ?? (await mkdtemp(join(tmpdir(), 'kcarve-kernel-')))
  project.provide('cacheHome', cacheHome)
  // An earlier run may have left it, with an earlier kcarve.
  await rm(join(cacheHome, 'small-kernel.json'), { force: true })
  return async () => {
    if (kept === undefined) await rm(cacheHome, { recursive: true, force: true })
  }
}
