// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

// kbuild's own makefile of modules_install, with the files that a build would have left.

const run = promisify(execFile)
const MODULE = 'crypto/fips140/fips140.ko'
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-modinst-'))
const tree = join(scratch, 'tree')

beforeAll(async () => {
  await cp(inject('tree'), tree, { recursive: true })
  await kcarve(['apply', tree])
})
afterAll(() => rm(scratch, { recursive: true }))

/** Installs a build of these files with this configuration; gives what is below kernel/ then, and where it is. */
async function install(
  name: string,
  options: readonly string[],
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const objtree = join(scratch, name)
  const built: Readonly<Record<string, string>> = {
    'include/config/auto.conf': ['MODULES', 'CRYPTO_FIPS140_EXTMOD', ...options]
      .map(option => `CONFIG_${option}=y\n`)
      .join(''),
    'modules.order': `${MODULE.replace(/ko$/, 'o')}\ncrypto/aes.o\n`,
    ...{ 'modules.builtin': '', 'modules.builtin.modinfo': '', 'crypto/aes.ko': 'aes' },
    ...files,
  }
  for (const [path, text] of Object.entries(built)) {
    await mkdir(dirname(join(objtree, path)), { recursive: true })
    await writeFile(join(objtree, path), text)
  }
  const root = join(scratch, `${name}-root`)
  const variables = {
    ...{ srctree: tree, VPATH: tree, objtree: '.', MODORDER: 'modules.order', KERNELRELEASE: '6.12.0' },
    ...{ MODLIB: join(root, 'lib/modules/6.12.0'), INSTALL_MOD_PATH: root, XZ: 'xz', CONFIG_SHELL: 'sh' },
  }
  const assignments = Object.entries(variables).map(([variable, value]) => `${variable}=${value}`)
  await run('make', ['-rR', '-f', join(tree, 'scripts/Makefile.modinst'), ...assignments], {
    cwd: objtree,
    env: { ...process.env, ...env },
  })
  const kernel = join(root, 'lib/modules/6.12.0/kernel')
  return { root, kernel, files: (await readdir(join(kernel, 'crypto/fips140'))).sort() }
}

const FRESH = { [MODULE]: 'fresh', [`${MODULE}.hmac`]: 'digest of fresh' }

test('the digest is installed beside the module, compressed or not', async () => {
  expect((await install('plain', [], FRESH)).files).toEqual(['fips140.ko', 'fips140.ko.hmac'])
  const compressed = ['MODULE_COMPRESS', 'MODULE_COMPRESS_ALL', 'MODULE_COMPRESS_XZ']
  const { kernel, files } = await install('xz', compressed, FRESH)
  expect(files).toEqual(['fips140.ko.hmac', 'fips140.ko.xz'])
  const digest = await readFile(join(kernel, `${MODULE}.hmac`), 'utf8')
  expect(digest).toBe('digest of fresh')
})

test('modules are installed without a digest when no vmlinux has been linked', async () => {
  expect((await install('unlinked', [], { [MODULE]: 'fresh' })).files).toEqual(['fips140.ko'])
})

const DROP_IN = 'usr/lib/dracut/dracut.conf.d/50-fips140-6.12.0.conf'

test('dracut is told to leave the module out, but not in an RPM package, which does not list the file', async () => {
  const { root } = await install('dracut', [], FRESH)
  // As dracut.conf(5) has it, and a shell reads it.
  const { stdout } = await run('bash', ['-c', `. ${join(root, DROP_IN)}; echo $omit_drivers`])
  expect(stdout).toBe('fips140\n')
  const rpm = await install('rpm', [], FRESH, { RPM_BUILD_ROOT: scratch })
  expect(await readdir(rpm.root)).toEqual(['lib'])
})

test('a prebuilt module is installed with its own digest', async () => {
  const prebuilt = join(tree, 'fips140_build', MODULE)
  await mkdir(dirname(prebuilt), { recursive: true })
  await writeFile(prebuilt, 'prebuilt')
  await writeFile(`${prebuilt}.hmac`, 'digest of prebuilt')
  const only = await install('only', ['CRYPTO_FIPS140_EXTMOD_SOURCE'], FRESH)
  const text = (path: string) => readFile(path, 'utf8')
  expect(await text(join(only.kernel, MODULE))).toBe('prebuilt')
  expect(await text(join(only.kernel, `${MODULE}.hmac`))).toBe('digest of prebuilt')
  const both = await install('both', ['CRYPTO_FIPS140_EXTMOD_SOURCE', 'CRYPTO_FIPS140_DUAL_VERSION'], FRESH)
  const second = join(both.root, 'lib/fips140/lib/modules/6.12.0/kernel', MODULE)
  expect([await text(join(both.kernel, `${MODULE}.hmac`)), await text(`${second}.hmac`)]).toEqual([
    'digest of fresh',
    'digest of prebuilt',
  ])
})
