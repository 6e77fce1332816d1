// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

// A damaged kernel ends as promised; one that is not boots on one processor, and on many.
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
let build = ''

beforeAll(async () => {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const { stdout } = await kcarve(['start', ...withWrapper, '--json'], { env })
  const places: { name: string; path: string }[] = JSON.parse(stdout).places
  build = places.find(({ name }) => name === 'build')?.path ?? ''
})

async function boot(...options: string[]) {
  const { exitCode, stdout } = await kcarve(['boot', build, ...options, '--json'], { env })
  const { checks } = JSON.parse(stdout)
  return { exitCode, checks, failed: checks.filter(({ status }: { status: string }) => status === 'fail') }
}

test('each fault ends as promised', async () => {
  const { exitCode, checks, failed } = await boot('--fault', 'all')
  expect(failed).toEqual([])
  expect(checks.length).toBeGreaterThan(15)
  expect(exitCode).toBe(0)
})

test.each(['1', '2', '8'])('it boots on %s processors', async cpus => {
  for (const mode of [[], ['--fips']]) {
    expect(await boot('--cpus', cpus, ...mode)).toMatchObject({ exitCode: 0, failed: [] })
  }
})
