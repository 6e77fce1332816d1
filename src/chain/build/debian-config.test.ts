// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { arm64 } from '../../arch/arm64.js'
import { x86_64 } from '../../arch/x86-64.js'
import { scratch } from '../../formats/testing/scratch.js'
import { chosenArchitecture } from './architecture-choice.js'
import { debianConfig, debianFlavour } from './debian-config.js'

// Packages that an earlier run has fetched: nothing is asked of the network.
const cacheDir = scratch()
const tree = { root: '/tree', version: '6.12.117', numbers: [6, 12, 117], name: '' } as const
const home = join(cacheDir, 'debian', 'linux-config-6.12_6.12.117-1', 'usr/src/linux-config-6.12')
mkdirSync(home, { recursive: true })
for (const name of ['amd64_none_amd64', 'amd64_none_cloud-amd64', 'amd64_rt_amd64'])
  writeFileSync(
    join(home, `config.${name}.xz`),
    execFileSync('xz', ['-c'], { input: `CONFIG_LOCALVERSION="${name}"\n` }),
  )
const options = { arch: x86_64, tree, cacheDir }

test.runIf(process.arch === 'x64')(
  "a flavour is that of Debian's package of the kernel's version",
  async () => {
    const { path, origin } = await debianConfig('cloud-amd64', options)
    expect(readFileSync(path, 'utf8')).toBe('CONFIG_LOCALVERSION="amd64_none_cloud-amd64"\n')
    expect(origin).toBe('linux-config-6.12 6.12.117-1')
    const rt = await debianConfig('rt-amd64', options)
    expect(readFileSync(rt.path, 'utf8')).toBe('CONFIG_LOCALVERSION="amd64_rt_amd64"\n')
  },
)

test.runIf(process.arch === 'x64')('an unknown flavour is refused with those there are', async () => {
  await expect(debianConfig('cloud', options)).rejects.toMatchObject({
    message: "Debian's linux-config-6.12 for x86_64 has no flavour cloud",
    hint: 'it has debian:amd64, debian:cloud-amd64, debian:rt-amd64',
  })
})

test('the architecture follows from the flavour, and must not differ from the one named', () => {
  expect(chosenArchitecture(undefined, 'debian:cloud-arm64')).toBe(arm64)
  expect(chosenArchitecture(undefined, 'debian:arm64-16k')).toBe(arm64)
  expect(chosenArchitecture('x86_64', 'debian:rt-amd64')).toBe(x86_64)
  expect(chosenArchitecture('arm64', 'small')).toBe(arm64)
  expect(() => chosenArchitecture('x86_64', 'debian:arm64')).toThrow(
    '--config debian:arm64 is for arm64, not x86_64',
  )
})

test('only debian: names a flavour', () => {
  expect(debianFlavour('debian:amd64')).toBe('amd64')
  expect(debianFlavour('/boot/config-6.12')).toBeUndefined()
})
