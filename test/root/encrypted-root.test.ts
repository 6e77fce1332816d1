// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import type { Check } from '../../src/checks/check.js'
import { joinedConfig } from '../joined-config.js'
import { kcarve } from '../kcarve.js'
import { startKernel, withWrapper } from '../started-kernel.js'

// A carved kernel with much of its cryptography =m, and a Debian system that can be read only by means of it. All client checks
// together take longer than every commit can wait for: each mode has those in which it differs most.
const cacheHome = inject('cacheHome')
const env = { XDG_CACHE_HOME: cacheHome }
const CLIENTS = {
  plain: 'benchmark,luks,ipsec,wireguard',
  fips: 'openssl,ktls,keys,trusted-keys,module-signature,modprobe-all,tcrypt',
}
/** Without ACPI nothing tells where it is. */
const TPM = 'tpm_tis.force=1'
let config = ''
let tree = ''
let build = ''

async function asJson(...args: string[]) {
  const { stdout, stderr } = await kcarve([...args, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout)
}

beforeAll(async () => {
  // What a distribution has, less what these checks do not need.
  const parts = ['configs/distribution.config', 'test/root/lean.config']
  config = await joinedConfig(join(cacheHome, 'lean.config'), ...parts)
  const kernel = await startKernel('--config', config)
  expect(kernel.checks.filter(({ status }) => status === 'fail')).toEqual([])
  ;({ tree, build } = kernel)
})

async function boot(kernel: string, ...options: string[]) {
  const report = await asJson('boot', kernel, '--root', 'debian+luks', ...options)
  const checks: readonly Check[] = report.checks
  return {
    failed: checks.filter(({ status }) => status === 'fail'),
    skipped: checks.filter(({ status }) => status === 'skip').map(({ id }) => id),
    evidence: (id: string) => checks.find(check => check.id === id)?.evidence[0],
  }
}

test('Debian boots from an encrypted root, and its programs use the module', async () => {
  const { failed, skipped, evidence } = await boot(build, '--clients', CLIENTS.plain)
  expect({ failed, skipped }).toEqual({ failed: [], skipped: [] })
  expect(evidence('multi-user')).toMatch(/^Debian GNU\/Linux .* in a LUKS2 volume$/)
})

test('Debian installs its package, and in FIPS mode they refuse what they must', async () => {
  const { packages } = await asJson('build', tree, '--config', config, ...withWrapper, '--packages')
  const image = packages.find((path: string) => /^linux-image-(?!.*dbg)/.test(basename(path)))
  const { failed, skipped, evidence } = await boot(
    image,
    '--fips',
    '--clients',
    CLIENTS.fips,
    '--append',
    TPM,
  )
  expect({ failed, skipped }).toEqual({ failed: [], skipped: [] })
  expect(evidence('integrity')).toContain('integrity passed')
})
