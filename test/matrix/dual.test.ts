// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { forgetSmall, startedSmall } from '../started-kernel.js'

// A module of another version is prebuilt: embedded alone, and beside the one that is built.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }

const KEY = 'integrity of the standalone crypto module'
const PREBUILT = 'fips140_build/crypto/fips140/fips140.ko'
/** A module of its own that belongs to the set; the prebuilt one calls itself otherwise. */
const MEMBER = 'crypto/aes_ti.ko'

let [tree, build, prebuilt, config] = ['', '', '', '']
const root = join(env.XDG_CACHE_HOME, 'root')

beforeAll(async () => {
  ;({ tree, build } = await startedSmall())
  await forgetSmall()
  prebuilt = join(tree, PREBUILT)
  config = await readFile(join(build, '.config'), 'utf8')
  await mkdir(join(prebuilt, '..'), { recursive: true })
})

afterAll(async () => {
  if (build === '') return
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
  const { checks, text } = await bootText(...options)
  const loaded = /fips140: fips140 .* loaded/.exec(text)?.[0]
  return { loaded, failed: checks.filter(({ status }) => status === 'fail') }
}

async function bootText(...options: string[]): Promise<{ checks: { status: string }[]; text: string }> {
  const { stdout } = await kcarve(['boot', build, ...options, '--json'], { env })
  const { checks, logPath } = JSON.parse(stdout)
  return { checks, text: await readFile(logPath, 'utf8') }
}

async function modprobe(name: string, ...options: string[]) {
  const { checks, text } = await bootText('--modules', root, '--modprobe', name, ...options)
  return { failed: checks.filter(({ status }) => status === 'fail'), text }
}

/** Which of the two modprobe has loaded, by the driver in /proc/crypto. */
async function loadedMember(...options: string[]) {
  const { failed, text } = await modprobe('aes_ti', ...options)
  expect(failed).toEqual([])
  return text.match(/aes-fixed-\w+/)?.[0]
}

const inspect = async (path: string) =>
  JSON.parse((await kcarve(['inspect', path, '--json'], { env })).stdout)

test('a module of its own names the fips140.ko that it was built with', async () => {
  const key = ['--set-str', 'MODULE_SIG_KEY', 'certs/signing_key.pem']
  await configure('-m', 'CRYPTO_AES_TI', '-e', 'MODULE_SIG_ALL', ...key)
  await make()
  const { module } = await inspect(join(build, 'crypto/fips140/fips140.ko'))
  expect((await inspect(join(build, MEMBER))).module.member).toBe(`fips140 1.0 ${module.buildId}`)
  const copy = join(tree, 'fips140_build', MEMBER)
  await copyFile(join(build, MEMBER), copy)
  await replaceBytes('\0aes-fixed-time', '\0aes-fixed-form')(copy)
})

test('both are embedded: FIPS mode loads the prebuilt one, any other boot the fresh one', async () => {
  await provide()
  await configure('--set-str', 'CRYPTO_FIPS140_VERSION', '2.0')
  await configure('-e', 'CRYPTO_FIPS140_EXTMOD_SOURCE', '-e', 'CRYPTO_FIPS140_DUAL_VERSION')
  await make()
  expect(await boot('--fips')).toEqual({ loaded: 'fips140: fips140 1.0 (prebuilt) loaded', failed: [] })
  expect(await boot()).toEqual({ loaded: 'fips140: fips140 2.0 (built with the kernel) loaded', failed: [] })
  expect(await inspect(join(build, 'arch/x86/boot/bzImage'))).toMatchObject({
    embedded: { version: '1.0' },
    embeddedFresh: { version: '2.0' },
  })
})

test('of the two a fault is in the one that the boot loads, and found there', async () => {
  const names = 'text,known-answer,no-fips,vermagic,self-test,self-test-fips'
  const { stdout } = await kcarve(['boot', build, '--fault', names, '--json'], { env })
  const checks: { status: string }[] = JSON.parse(stdout).checks
  expect(checks.filter(({ status }) => status === 'fail')).toEqual([])
  expect(checks).toHaveLength(names.split(',').length)
})

test('modprobe loads the modules that belong to the one of this boot', async () => {
  await make('modules_install', `INSTALL_MOD_PATH=${root}`)
  expect(await loadedMember('--fips')).toBe('aes-fixed-form')
  expect(await loadedMember()).toBe('aes-fixed-time')
})

test('a foreign module that carries the mark is treated as any other', async () => {
  const [release] = await readdir(join(root, 'lib/modules'))
  const own = join(root, 'lib/fips140/lib/modules', release ?? '', 'kernel', MEMBER)
  await copyFile(join(tree, 'fips140_build', MEMBER), own)
  const unsigned = 'panic:Module aes_ti signature verification failed in FIPS mode'
  expect(await modprobe('aes_ti', '--fips', '--expect', unsigned)).toMatchObject({ failed: [] })

  const fresh = join(root, 'lib/modules', release ?? '', 'kernel', MEMBER)
  await copyFile(join(build, MEMBER), fresh)
  await replaceBytes('vermagic=', 'vermagic=9')(fresh)
  expect((await inspect(fresh)).module.member).toMatch(/^fips140 2\.0 [0-9a-f]{40}$/)
  const { failed } = await modprobe('aes_ti')
  expect(failed).toMatchObject([
    {
      id: 'modprobe',
      differences: expect.arrayContaining([expect.stringContaining('Exec format error')]),
    },
  ])
  await rm(root, { recursive: true })
})

test('a prebuilt module that belongs to another fips140.ko fails the build', async () => {
  const copy = join(tree, 'fips140_build', MEMBER)
  await copyFile(join(build, MEMBER), copy)
  const { stderr } = await make('vmlinux')
  expect(stderr).toMatch(/fips140\.ko is not what .*aes_ti\.ko belongs to: its mark is "fips140 2\.0 /)
  await rm(copy)
})

test('the prebuilt one alone is embedded and installed', async () => {
  await configure('-d', 'CRYPTO_FIPS140_DUAL_VERSION')
  await make()
  expect(await boot()).toEqual({ loaded: 'fips140: fips140 1.0 (prebuilt) loaded', failed: [] })
  await make('modules_install', `INSTALL_MOD_PATH=${root}`)
  const { stdout } = await run('find', [root, '-name', 'fips140.ko'])
  const whole = await readFile(prebuilt)
  // A signature is behind it.
  expect((await readFile(stdout.trim())).subarray(0, whole.length)).toEqual(whole)
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
    'is for another architecture',
    // e_machine
    async (file: string) => {
      const bytes = await readFile(file)
      await writeFile(file, bytes.fill(183, 18, 19))
    },
    'is elf64-little',
  ],
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
