// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { joinedConfig } from '../joined-config.js'
import { startKernel } from '../started-kernel.js'
import { bootChecks } from './carved-kernel.js'

// A Debian system that hibernates, starts another kernel, and crashes. test/matrix/hardened has the small guest.
let build = ''

beforeAll(async () => {
  const parts = ['configs/distribution.config', 'test/root/lean.config', 'test/matrix/restarts.config']
  const config = await joinedConfig(join(inject('cacheHome'), 'restarts.config'), ...parts)
  const kernel = await startKernel('--config', config)
  expect(kernel.checks.filter(({ status }) => status === 'fail')).toEqual([])
  build = kernel.build
})

test.each([
  { root: 'debian', mode: [] },
  { root: 'debian+luks', mode: ['--fips'] },
])(
  '$root $mode: after each restart the module is there, and its algorithms give the same',
  async ({ root, mode }) => {
    const restarts = ['--restarts', 'hibernation,kexec,kdump']
    const checks = await bootChecks(build, '--root', root, '--clients', 'luks', ...restarts, ...mode)
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([])
    const found = checks.map(({ id, evidence }) => `${id}: ${evidence.at(-1)}`)
    expect(found).toContain('hibernation: read again from disk')
    expect(found).toContain('kexec: started by a kernel before it')
    expect(found).toContain('kdump: started after a crash, with the memory of the kernel before it')
  },
)
