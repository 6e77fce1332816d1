// SPDX-License-Identifier: GPL-2.0-only
import { expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { configOf } from './carved-kernel.js'

// test/kernel proves the small configuration of 6.12; here are the others.
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const build = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
const env = { XDG_CACHE_HOME: inject('cacheHome') }

/** Kernels without KUnit tests of the carved code. */
const NO_TESTS = ['kunit']

/** `skipped` are the ids of the checks that are not made. */
async function prove(args: readonly string[], skipped: readonly string[]) {
  const { exitCode, stdout, stderr } = await kcarve(['prove', ...args, ...build, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  const report = JSON.parse(stdout)
  const checks: { id: string; status: string }[] = report.checks
  const others = checks.filter(({ status }) => status !== 'pass')
  expect(others).toMatchObject(skipped.map(id => ({ id, status: 'skip' })))
  expect(exitCode).toBe(0)
  return report
}

test('rich, on 6.12: stock and carved do the same, and boot at the same cost', async () => {
  const report = await prove(['--config', 'rich'], NO_TESTS)
  const sizes: { name: string; unit: string; ratio: number }[] = report.sizes
  const counted = sizes.filter(({ unit }) => unit === 'instructions')
  expect(counted).toHaveLength(6)
  for (const { name, ratio } of counted) {
    const limit = !name.includes('fips=1') || name.includes('without') ? 1.02 : 1.1
    expect(ratio, name).toBeLessThanOrEqual(limit)
  }
})

test('small, on 6.1: stock and carved do the same', async () => {
  // Nothing there calls SHA-256 before the load.
  const skipped = ['early-twins', ...NO_TESTS]
  await prove(['--tarball', '/usr/src/linux-source-6.1.tar.xz'], skipped)
})

// In FIPS mode a kernel takes signed modules only: those of rich are.
test.each([
  ['7.2', 'small', ['kunit']],
  ['7.2', 'rich', []],
  ['7.3', 'small', ['kunit']],
] as const)('%s, %s: stock and carved do the same', async (linux, config, skipped) => {
  const { checks } = await prove(['--linux', linux, '--config', config], skipped)
  expect(checks.map(({ id }: { id: string }) => id)).toContain('kunit')
})

test.each([
  ['6.12', ['kunit']],
  ['7.2', ['kunit']],
] as const)('%s, with the full self-tests: they pass in both', async (linux, skipped) => {
  const config = await configOf('full-self-tests')
  const { checks } = await prove(['--linux', linux, '--config', config, '--no-counts'], skipped)
  const full = checks.filter(({ id }: { id: string }) => id === 'full-self-tests')
  expect(full.map(({ status }: { status: string }) => status)).toEqual(['pass', 'pass'])
})
