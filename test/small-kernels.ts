// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CARVED_TABLE,
  makeCarvedModule,
  makeCarvedVmlinux,
} from '../src/features/standalone-crypto/carried/testing/make-carved.js'
import { script } from './fake-tree.js'
import { kcarve } from './kcarve.js'
import { makeSmallBuild } from './small-build.js'

export interface SmallKernels {
  /** An archived module of one object. */
  readonly archive: string
  /** Build directories by name. */
  readonly kernels: readonly string[]
  /** A compiler wrapper that waits as long as KCARVE_TEST_DELAY or the file says, in seconds. */
  readonly slow: string
  readonly delay: string
}

/**
 * Kernels of which a verdict takes a second: the module that is archived is compiled again for each, by gcc. It fits those whose number is
 * not in `breaks`.
 */
export async function makeSmallKernels(
  dir: string,
  count: number,
  breaks: readonly number[] = [],
): Promise<SmallKernels> {
  mkdirSync(dir, { recursive: true })
  makeCarvedModule(dir, { more: CARVED_TABLE })
  const module = readFileSync(join(dir, 'fips140.ko'))
  const build = (name: string, value: number) => {
    makeSmallBuild(dir, module, {
      build: name,
      source: `${name}-source`,
      value,
      release: `6.12.${100 + value}`,
    })
    makeCarvedVmlinux(dir, join(name, 'vmlinux'))
    return name
  }
  build('archived', 1)
  const { exitCode, stderr } = await kcarve(['archive', join(dir, 'archived'), '-o', join(dir, 'module')])
  if (exitCode !== 0) throw new Error(stderr)
  const kernels = Array.from({ length: count }, (_, index) => build(`k${index + 1}`, 1))
  for (const number of breaks) build(`k${number}`, number + 10)
  // What tells kernels apart that are the same otherwise: a job is known by what its kernel is.
  for (const name of kernels) writeFileSync(join(dir, name, 'name'), name)
  const delay = join(dir, 'delay')
  writeFileSync(delay, '0')
  const slow = await script(join(dir, 'slow'), `sleep "\${KCARVE_TEST_DELAY:-$(cat ${delay})}"; exec "$@"`)
  return { archive: join(dir, 'module'), kernels, slow, delay }
}

/** A matrix that asks for reuse in each of the kernels. */
export const reuseMatrix = ({ kernels, slow }: SmallKernels): string =>
  [
    'tree:',
    ...kernels.map(name => `  - kernel: ${name}`),
    'do:',
    '  reuse: module',
    `ccWrapper: ${slow}`,
    '',
  ].join('\n')
