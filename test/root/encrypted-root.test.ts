// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, expect, inject, test } from 'vitest'
import type { Check } from '../../src/checks/check.js'
import { kcarve } from '../kcarve.js'

// A carved kernel with much of its cryptography =m, and a Debian system that can be read only by means of it. All client checks
// together take longer than every commit can wait for: each mode has those in which it differs most.
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const CLIENTS = {
  plain: 'openssl,benchmark,luks,ipsec,wireguard',
  fips: 'openssl,ktls,keys,tracing,module-signature,modprobe-all,tcrypt',
}
let build = ''

beforeAll(async () => {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const args = ['start', '--config', 'distribution', ...withWrapper, '--json']
  const { stdout, stderr } = await kcarve(args, { env })
  expect(stdout, stderr).not.toBe('')
  const { checks, places } = JSON.parse(stdout)
  expect(checks.filter(({ status }: Check) => status === 'fail')).toEqual([])
  build = places.find(({ name }: { name: string }) => name === 'build').path
})

async function boot(...options: string[]) {
  const args = ['boot', build, '--root', 'debian+luks', ...options, '--json']
  const { stdout, stderr } = await kcarve(args, { env })
  expect(stdout, stderr).not.toBe('')
  const checks: readonly Check[] = JSON.parse(stdout).checks
  return {
    failed: checks.filter(({ status }) => status === 'fail'),
    skipped: checks.filter(({ status }) => status === 'skip').map(({ id }) => id),
    evidence: (id: string) => checks.find(check => check.id === id)?.evidence[0],
  }
}

test('Debian boots from an encrypted root, and its programs use the module', async () => {
  const { failed, skipped, evidence } = await boot('--clients', CLIENTS.plain)
  expect({ failed, skipped }).toEqual({ failed: [], skipped: [] })
  expect(evidence('multi-user')).toMatch(/^Debian GNU\/Linux .* in a LUKS2 volume$/)
})

test('in FIPS mode too, where it refuses what it must', async () => {
  const { failed, skipped, evidence } = await boot('--fips', '--clients', CLIENTS.fips)
  expect({ failed, skipped }).toEqual({ failed: [], skipped: [] })
  expect(evidence('integrity')).toContain('integrity passed')
})
