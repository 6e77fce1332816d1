// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { series as recipeSeries } from '../../src/features/standalone-crypto/recipe/index.js'
import { kcarve } from '../kcarve.js'

// Each commit of the series builds, with the option off: it cannot be selected before all is in place.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const scratch = join(inject('cacheHome'), 'series')
const tree = join(scratch, 'linux-source-6.12')
const objtree = join(scratch, 'obj')
const series = join(scratch, 'series')
const who = {
  GIT_AUTHOR_NAME: 'A Reviewer',
  GIT_AUTHOR_EMAIL: 'reviewer@example.org',
  GIT_COMMITTER_NAME: 'A Reviewer',
  GIT_COMMITTER_EMAIL: 'reviewer@example.org',
}
const env = { ...process.env, ...who }

// Little, but each file that the series touches is compiled.
const OPTIONS = [
  ...['64BIT', 'SMP', 'PRINTK', 'BUG', 'KALLSYMS', 'SYSFS', 'PROC_FS', 'MULTIUSER', 'KEYS', 'NET', 'UNIX'],
  ...['MODULES', 'MODULE_SIG', 'MODVERSIONS', 'CRYPTO', 'CRYPTO_AES', 'CRYPTO_XTS', 'CRYPTO_AES_NI_INTEL'],
  ...['CRYPTO_SHA256_SSSE3', 'CRYPTO_DRBG_MENU', 'ASYMMETRIC_KEY_TYPE', 'ASYMMETRIC_PUBLIC_KEY_SUBTYPE'],
  ...['X509_CERTIFICATE_PARSER', 'FUNCTION_TRACER', 'FTRACE', 'DYNAMIC_FTRACE'],
].map(name => `CONFIG_${name}=y`)
/** The option of the last patches depends on self-tests. */
const SELF_TESTS = '# CONFIG_CRYPTO_MANAGER_DISABLE_TESTS is not set'

const git = (...args: string[]) => run('git', ['-C', tree, ...args], { env })

async function make(...targets: string[]) {
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
  const args = ['-C', tree, `O=${objtree}`, `-j${availableParallelism()}`, ...compiler, ...targets]
  return run('make', args, { maxBuffer: 1 << 28 })
}

beforeAll(async () => {
  await rm(scratch, { recursive: true, force: true })
  await mkdir(objtree, { recursive: true })
  await run('tar', ['-xf', '/usr/src/linux-source-6.12.tar.xz', '-C', scratch])
  expect(await kcarve(['patch', tree, '-o', series, '--quiet'], { env: who })).toMatchObject({ exitCode: 0 })
  const patches = (await readdir(series)).filter(name => !name.startsWith('0000-')).sort()
  // Only what the series touches is put under git: that is all that git am looks at.
  const texts = await Promise.all(patches.map(name => readFile(join(series, name), 'utf8')))
  const touched = new Set(
    texts.flatMap(text => [...text.matchAll(/^--- a\/(\S+)/gm)].map(([, path]) => path ?? '')),
  )
  await git('init', '-q')
  await git('add', '-f', ...touched)
  await git('commit', '-q', '-m', 'stock')
  await make('tinyconfig')
  const config = join(objtree, '.config')
  await writeFile(config, [await readFile(config, 'utf8'), ...OPTIONS, SELF_TESTS, ''].join('\n'))
  await make('olddefconfig')
})

for (const [index, { group, subject }] of recipeSeries.patches.entries()) {
  test(`${index + 1} builds: ${subject}`, async () => {
    const patches = (await readdir(series)).sort()
    await git('am', '-q', join(series, patches[index + 1] ?? ''))
    // A new option is not asked for.
    await make('olddefconfig')
    await make('vmlinux', 'modules')
    const isOffered = group === 'options' || group === 'documentation'
    expect((await readFile(join(objtree, '.config'), 'utf8')).includes('CRYPTO_FIPS140_EXTMOD')).toBe(
      isOffered,
    )
  })
}
