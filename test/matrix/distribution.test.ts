// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, inject, test } from 'vitest'
import type { Check } from '../../src/checks/check.js'
import { runCommand } from '../../src/core/run-command.js'
import { kcarve } from '../kcarve.js'

// What distributions do with a kernel: their own configuration, packages, an encrypted root, dracut, another architecture.
// test/root has the part for every commit.
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const build = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const MODES = [[], ['--fips']]
const SBIN = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }

async function asJson(...args: string[]) {
  const { stdout, stderr } = await kcarve([...args, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout)
}

const failed = (checks: readonly Check[]) => checks.filter(({ status }) => status === 'fail')

/** What a boot with a root fails in, and what it has shown of a check. */
async function boot(kernel: string, ...options: string[]) {
  const checks: readonly Check[] = (await asJson('boot', kernel, ...options)).checks
  return {
    failed: failed(checks),
    evidence: (id: string) => checks.find(check => check.id === id)?.evidence.at(-1),
  }
}

/** Proves a configuration with a root; the report, in which the programs of the root do the same on both kernels in both modes. */
async function proveOn(root: string, ...args: string[]) {
  const report = await asJson('prove', ...args, '--root', root, '--no-counts', ...build)
  const checks: readonly Check[] = report.checks
  expect(failed(checks)).toEqual([])
  const onRoot = checks.filter(({ id }) => id === 'root')
  expect(onRoot.map(({ scenario, status }) => [scenario, status])).toEqual([
    ['', 'pass'],
    ['fips=1', 'pass'],
  ])
  // Passed, and not only alike.
  for (const { evidence } of onRoot)
    expect(evidence).toContainEqual(expect.stringMatching(/^multi-user: pass/))
  return report
}

/** A system of somebody else, as a directory and as an image: the newest of kcarve's will do. */
async function withOwnRoot(work: (roots: readonly string[]) => Promise<void>): Promise<void> {
  const roots = join(env.XDG_CACHE_HOME, 'kcarve/roots')
  const archives = (await readdir(roots))
    .filter(name => /-amd64-[0-9a-f]+$/.test(name))
    .map(name => join(roots, name, 'root.tar'))
  const ages = await Promise.all(archives.map(async path => ({ path, made: (await stat(path)).mtimeMs })))
  const [newest] = ages.sort((a, b) => b.made - a.made)
  if (newest === undefined) throw new Error(`${roots} has no root of amd64`)
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-own-root-'))
  const [files, image] = [join(directory, 'files'), join(directory, 'root.ext4')]
  try {
    await mkdir(files)
    await runCommand('tar', ['-x', '-f', newest.path, '-C', files, '--exclude=./dev/*'])
    await runCommand('mke2fs', ['-q', '-t', 'ext4', '-d', files, image, '2G'], { env: SBIN })
    await work([files, image])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

test.each(['6.12', '7.2'])(
  '%s as Debian configures it for clouds: its programs do the same on both, from an encrypted root',
  async linux => {
    const config = 'debian:cloud-amd64'
    const { tree } = await proveOn('debian+luks', '--linux', linux, '--config', config)
    const { packages } = await asJson('build', tree, '--config', config, ...build, '--packages')
    const image = packages.find((path: string) => /^linux-image-(?!.*dbg)/.test(basename(path)))
    for (const mode of MODES) expect((await boot(image, '--root', 'debian+luks', ...mode)).failed).toEqual([])
  },
)

test('6.12 with most of its cryptography in use: by initrds of dracut as well', async () => {
  const { builds } = await proveOn('debian', '--linux', '6.12', '--config', 'distribution')
  const dracut = ['--root', 'debian', '--initrd', 'dracut', '--clients', 'tcrypt']
  const { failed, evidence } = await boot(builds.carved.objDir, ...dracut, '--fips')
  expect(failed).toEqual([])
  expect(evidence('dracut')).toBe('image verified by sha512hmac, tcrypt loaded')

  await withOwnRoot(async roots => {
    for (const root of roots) {
      const own = await boot(builds.carved.objDir, '--root', root, '--clients', 'luks,trusted-keys')
      expect(own.failed).toEqual([])
      expect(own.evidence('trusted-keys')).toContain('a damaged blob is refused')
    }
  })
})

test('7.2 with most of its cryptography in use', async () => {
  await proveOn('debian', '--linux', '7.2', '--config', 'distribution')
})

test('6.12 on arm64, with a Debian system of it', async () => {
  await proveOn('debian', '--arch', 'arm64', '--linux', '6.12', '--config', 'distribution')
})
