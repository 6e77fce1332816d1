// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { openBuild } from '../../src/build/index.js'
import { kcarve } from '../kcarve.js'
import { type CarvedKernel, startCarved } from './carved-kernel.js'

// Debian packages of a carved kernel, and a module that is built with nothing but them.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const scratch = join(env.XDG_CACHE_HOME, 'packages')
const [root, headers] = [join(scratch, 'image'), join(scratch, 'headers')]

let kernel: CarvedKernel
let release = ''

const make = (...args: string[]) =>
  run('make', [`-j${availableParallelism()}`, ...args], { maxBuffer: 1 << 28 })

test('build --packages makes them', async () => {
  kernel = await startCarved(undefined)
  expect(kernel.failed).toEqual([])
  release = (await openBuild(kernel.build)).release
  await rm(scratch, { recursive: true, force: true })
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const args = ['build', kernel.tree, '--config', kernel.config, ...withWrapper, '--packages', '--json']
  const packages: string[] = JSON.parse((await kcarve(args, { env })).stdout).packages
  const unpack = async (prefix: string, to: string) => {
    const found = packages.find(path => basename(path).startsWith(`${prefix}-${release}_`))
    await run('dpkg-deb', ['-x', found ?? `no ${prefix}`, to])
  }
  await unpack('linux-image', root)
  await unpack('linux-headers', headers)
})

test('that of the image holds the image with the module, and the module as it was built', async () => {
  const image = await kcarve(['inspect', join(root, `boot/vmlinuz-${release}`), '--json'], { env })
  expect(JSON.parse(image.stdout).embedded).toMatchObject({ name: 'fips140' })
  const installed = join(root, 'lib/modules', release, 'kernel/crypto/fips140/fips140.ko')
  expect(await readFile(installed)).toEqual(await readFile(join(kernel.build, 'crypto/fips140/fips140.ko')))
})

test('with that of the headers a module is built that uses fips140, and it can be loaded', async () => {
  const module = join(scratch, 'digest')
  await cp('test/matrix/out-of-tree', module, { recursive: true })
  await make('-C', join(headers, 'usr/src', `linux-headers-${release}`), `M=${module}`, 'modules')
  const updates = join(root, 'lib/modules', release, 'updates/digest.ko')
  await mkdir(dirname(updates))
  await cp(join(module, 'digest.ko'), updates)
  await run('/sbin/depmod', ['-b', root, release])
  const args = [
    'boot',
    join(root, `boot/vmlinuz-${release}`),
    '--modules',
    root,
    '--modprobe',
    'digest',
    '--json',
  ]
  const { stdout } = await kcarve(args, { env })
  const report = JSON.parse(stdout)
  // Loading it fails when the digest is wrong.
  expect(report.checks).toContainEqual(
    expect.objectContaining({ id: 'modprobe', status: 'pass', evidence: ['digest ok'] }),
  )
  expect(report.checks.filter(({ status }: { status: string }) => status === 'fail')).toEqual([])
})
