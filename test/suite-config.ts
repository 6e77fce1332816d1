// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

type TestOptions = NonNullable<ViteUserConfig['test']>

/**
 * The vitest configuration of a suite: by default its tests are those in test/NAME. Where KCARVE_TEST_RESULTS names a
 * directory, its results are written there as NAME.json too.
 */
export function suiteConfig(name: string, options: TestOptions): ViteUserConfig {
  return defineConfig({
    test: { include: [`test/${name}/**/*.test.ts`], ...options, ...reporters(name) },
  })
}

/** A suite that builds kernels: one file at a time, since each uses all processors. */
export const kernelSuiteConfig = (name: string, options: TestOptions): ViteUserConfig =>
  suiteConfig(name, { globalSetup: 'test/kernel/test-cache.ts', fileParallelism: false, ...options })

function reporters(name: string): TestOptions {
  const directory = process.env.KCARVE_TEST_RESULTS
  return directory === undefined
    ? { reporters: ['default'] }
    : { reporters: ['default', 'json'], outputFile: { json: join(directory, `${name}.json`) } }
}
