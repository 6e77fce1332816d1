// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

// A module of another version is prebuilt: embedded alone, and beside the one that is built.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }

const KEY = 'integrity of the standalone crypto module'
const PREBUILT = 'fips140_build/crypto/fips140/fips140.ko'

let [tree, build, prebuilt, config] = ['', '', '', '']

beforeAll(async () => {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const { stdout } = await kcarve(['start', ...withWrapper, '--json'], { env })
  const places: { name: string; path: string }[] = JSON.parse(stdout).places
  const place = (name: string) => places.find(each => each.name === name)?.path ?? ''
  tree = place('tree')
  build = place('build')
  prebuilt = join(tree, PREBUILT)
  config = await readFile(join(build, '.config'), 'utf8')
  await mkdir(join(prebuilt, '..'), { recursive: true })
})

afterAll(async () => {
  await rm(join(tree, 'fips140_build'), { recursive: true, force: true })
  await writeFile(join(build, '.config'), config)
})

async function make(...targets: string[]) {
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
  const args = ['-C', build, `-j${availableParallelism()}`, ...compiler, ...targets]
  return run('make', args, { maxBuffer: 1 << 28 }).catch((error: { stdout: string; stderr: string }) => error)
}

const configure = (...options: string[]) =>
  run(join(tree, 'scripts/config'), ['--file', join(build, '.config'), ...options])

/** Takes the module that was built as the prebuilt one, changed, with a digest that is right. */
async function provide(change: (file: string) => Promise<unknown> = async () => {}) {
  await copyFile(join(build, 'crypto/fips140/fips140.ko'), prebuilt)
  await change(prebuilt)
  const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `key:${KEY}`, '-r', prebuilt]
  await writeFile(`${prebuilt}.hmac`, (await run('openssl', args)).stdout)
}

/** What the kernel says of the module it has loaded, and the checks that failed. */
async function boot(...options: string[]) {
  const { stdout } = await kcarve(['boot', build, ...options, '--json'], { env })
  const { checks, logPath } = JSON.parse(stdout)
  const loaded = /fips140: fips140 .* loaded/.exec(await readFile(logPath, 'utf8'))?.[0]
  return { loaded, failed: checks.filter(({ status }: { status: string }) => status === 'fail') }
}

test('both are embedded: FIPS mode loads the prebuilt one, any other boot the fresh one', async () => {
  await provide()
  await configure('--set-str', 'CRYPTO_FIPS140_VERSION', '2.0')
  await configure('-e', 'CRYPTO_FIPS140_EXTMOD_SOURCE', '-e', 'CRYPTO_FIPS140_DUAL_VERSION')
  await make()
  expect(await boot('--fips')).toEqual({ loaded: 'fips140: fips140 1.0 (prebuilt) loaded', failed: [] })
  expect(await boot()).toEqual({ loaded: 'fips140: fips140 2.0 (built with the kernel) loaded', failed: [] })
})

test('the prebuilt one alone is embedded and installed', async () => {
  await configure('-d', 'CRYPTO_FIPS140_DUAL_VERSION')
  await make()
  expect(await boot()).toEqual({ loaded: 'fips140: fips140 1.0 (prebuilt) loaded', failed: [] })
  const root = join(env.XDG_CACHE_HOME, 'root')
  await make('modules_install', `INSTALL_MOD_PATH=${root}`)
  const { stdout } = await run('find', [root, '-name', 'fips140.ko'])
  expect(await readFile(stdout.trim())).toEqual(await readFile(prebuilt))
  await rm(root, { recursive: true })
})

const objcopy =
  (...options: string[]) =>
  (file: string) =>
    run('objcopy', [...options, file])

const replaceBytes = (from: string, to: string) => async (file: string) => {
  const bytes = await readFile(file)
  const at = bytes.indexOf(from, 0, 'latin1')
  expect(at).toBeGreaterThan(0)
  bytes.write(to, at, 'latin1')
  await writeFile(file, bytes)
}

for (const [what, change, reason] of [
  ['is cut off', (file: string) => truncate(file, 4000), 'is not an ELF file of this architecture'],
  ['is no ELF file', (file: string) => writeFile(file, 'MZ'), 'is not an ELF file of this architecture'],
  [
    'has another vermagic',
    replaceBytes('SMP mod_unload', 'UP! mod_unload'),
    'has vermagic "UP! mod_unload "',
  ],
  ['has no descriptor', replaceBytes('F140', 'f140'), 'has no valid descriptor'],
  [
    'needs what vmlinux does not export',
    objcopy('--redefine-sym', 'kfree=kfree_gone'),
    'needs kfree_gone, which vmlinux does not export',
  ],
  [
    'does not export what modules import',
    objcopy('--redefine-sym', '__ksymtab_crypto_alloc_shash=gone'),
    'does not export crypto_alloc_shash',
  ],
  [
    'does not define what vmlinux calls',
    objcopy('--redefine-sym', 'crypto_req_done=gone'),
    `vmlinux needs crypto_req_done, which ${PREBUILT} does not define`,
  ],
] as const) {
  test(`a prebuilt module that ${what} fails the build`, async () => {
    await provide(change)
    const { stderr } = await make('vmlinux')
    expect(stderr.replaceAll(`${tree}/`, '')).toContain(
      `error: fips140: ${reason.startsWith('vmlinux') ? '' : `${PREBUILT} `}${reason}`,
    )
  })
}

test('a prebuilt module that is not what its digest says fails the build', async () => {
  await provide()
  await replaceBytes('Standalone crypto module', 'Standalone crypto mopule')(prebuilt)
  const { stderr } = await make('vmlinux')
  expect(stderr).toContain(`is not what ${prebuilt}.hmac is the digest of`)
})

test('a prebuilt module that is not there fails the build', async () => {
  await rm(prebuilt)
  const { stderr } = await make('vmlinux')
  expect(stderr).toContain(`fips140: ${prebuilt} is missing`)
})
