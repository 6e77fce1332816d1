// SPDX-License-Identifier: GPL-2.0-only
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Check } from '../src/checks/check.js'
import { kcarve } from './kcarve.js'

const wrapper = process.env.KCARVE_TEST_CC_WRAPPER

/** Options for commands that build: the compiler wrapper that the environment names. */
export const withWrapper: readonly string[] = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]

export interface StartedKernel {
  readonly tree: string
  readonly build: string
  readonly image: string
  readonly module: string
  readonly report: string
  readonly checks: readonly Check[]
  /** What `kcarve start --json` printed. */
  readonly json: string
}

/** What `kcarve start` makes, from Debian's sources to the checks of a booted kernel. */
export async function startKernel(...args: string[]): Promise<StartedKernel> {
  const { stdout, stderr } = await kcarve(['start', ...withWrapper, ...args, '--json'], {
    env: { XDG_CACHE_HOME: inject('cacheHome') },
  })
  if (stdout === '') throw new Error(stderr)
  return startedKernel(stdout)
}

export function startedKernel(json: string): StartedKernel {
  const report = JSON.parse(json)
  const place = (name: string): string =>
    report.places.find((each: { name: string }) => each.name === name)?.path ?? ''
  return {
    tree: place('tree'),
    build: place('build'),
    image: place('image'),
    module: place('module'),
    report: place('report'),
    checks: report.checks,
    json,
  }
}

const kept = () => join(inject('cacheHome'), 'small-kernel.json')

/** The small kernel. The first file of a run that asks starts it, for all others. */
export async function startedSmall(): Promise<StartedKernel> {
  const json = await readFile(kept(), 'utf8').catch(() => undefined)
  return json === undefined ? keepSmall(await startKernel()) : startedKernel(json)
}

export async function keepSmall(kernel: StartedKernel): Promise<StartedKernel> {
  await writeFile(kept(), kernel.json)
  return kernel
}

/** To be called before its build is changed: the next file that asks starts it again. */
export const forgetSmall = () => rm(kept(), { force: true })
