// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import type { Check } from '../../src/checks/check.js'
import type { LifetimeReport, ReuseReport } from '../../src/reuse/index.js'
import { kcarve } from '../kcarve.js'

// A module of an old point release, the boundary by which it would live longer, and that module in the newest release.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const scratch = join(env.XDG_CACHE_HOME, 'lifetime')
const OLD = '6.12.107-1~deb12u1'
const [oldTree, newTree] = [join(scratch, 'old'), join(scratch, 'new')]
/** What ends between the two: `proto_ops.getsockopt_iter`, `signal_pending()`, `struct key`. */
const ADVISED = [
  'CRYPTO_USER_API',
  ...['AEAD', 'HASH', 'RNG', 'SKCIPHER'].map(kind => `CRYPTO_USER_API_${kind}`),
  'crypto/algboss.o',
  'crypto/asymmetric_keys',
]

async function ok(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kcarve(args, { env })
  expect(exitCode, stderr).toBe(0)
  return stdout
}

const reuse = async (archive: string, kernels: readonly string[], ...options: string[]) =>
  JSON.parse((await kcarve(['reuse', archive, '--kernel', ...kernels, ...options, '--json'], { env })).stdout)

/** The sources of the old release; false when the mirror has them no more. */
async function unpackOld(): Promise<boolean> {
  const packages = join(scratch, 'packages')
  await mkdir(packages, { recursive: true })
  try {
    await run('apt-get', ['download', `linux-source-6.12=${OLD}`], { cwd: packages })
  } catch {
    return false
  }
  const [deb = ''] = await readdir(packages)
  await run('dpkg-deb', ['-x', join(packages, deb), packages])
  await unpack(join(packages, 'usr/src/linux-source-6.12.tar.xz'), oldTree)
  await rm(packages, { recursive: true })
  return true
}

async function unpack(tar: string, tree: string): Promise<void> {
  await mkdir(tree, { recursive: true })
  await run('tar', ['-xf', tar, '-C', tree, '--strip-components=1'])
}

/** Carves a tree anew, and builds it. */
async function build(tree: string, except: readonly string[]): Promise<string> {
  await ok('revert', tree, '--quiet')
  await ok('apply', tree, '--quiet', ...(except.length === 0 ? [] : ['--except', except.join(',')]))
  const output = `${tree}-${except.length === 0 ? 'whole' : 'advised'}`
  const faster = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  await ok('build', tree, '--config', 'small', '-o', output, '--quiet', ...faster)
  return output
}

/** What a boot fails in, and the line of the loader. */
async function boot(objtree: string, ...options: string[]) {
  const { stdout } = await kcarve(['boot', objtree, '--json', ...options], { env })
  const { checks, logPath } = JSON.parse(stdout)
  const text = await readFile(logPath, 'utf8')
  return {
    failed: checks.filter(({ status }: Check) => status === 'fail'),
    loaded: /fips140: fips140 .*? loaded/.exec(text)?.[0],
  }
}

const breakingIn = ({ reasons }: ReuseReport) =>
  reasons.filter(({ effect }) => effect === 'breaks').map(({ text }) => text)

test('the boundary that is advised lives on in the newest release', async context => {
  if (!(await unpackOld())) context.skip(`the mirror has no linux-source-6.12 ${OLD}`)
  await unpack('/usr/src/linux-source-6.12.tar.xz', newTree)
  const whole = join(scratch, 'whole')
  await ok('archive', await build(oldTree, []), '-o', whole, '--quiet')
  const kernels = [`${oldTree}-whole`, await build(newTree, [])]
  const life: LifetimeReport = await reuse(whole, kernels)
  expect(life.modules).toMatchObject([{ name: 'fips140', lives: 1 }])
  const advised = life.advice?.find(({ livesAccepted }) => livesAccepted === 2)
  // No approved service is in what goes, and the self-tests stay inside: those of the newer kernel would test the old code.
  expect(advised).toMatchObject({ except: ADVISED, algorithms: [], duties: [] })

  const part = join(scratch, 'part')
  await ok('archive', await build(oldTree, ADVISED), '-o', part, '--quiet')
  const target = await build(newTree, ADVISED)
  expect(breakingIn(await reuse(part, [target], '--accept'))).toEqual([])

  const embedded = join(newTree, 'fips140_build/crypto/fips140')
  await mkdir(embedded, { recursive: true })
  for (const name of ['fips140.ko', 'fips140.ko.hmac'])
    await copyFile(join(part, 'module', name), join(embedded, name))
  const set = (...settings: readonly string[]) =>
    run(join(newTree, 'scripts/config'), ['--file', join(target, '.config'), ...settings])
  await set('-e', 'CRYPTO_FIPS140_EXTMOD_SOURCE', '--set-str', 'CRYPTO_FIPS140_VERSION', '2.0')
  const make = ['-s', '-C', newTree, `O=${target}`, '-j2', ...(wrapper ? [`CC=${wrapper} gcc`] : [])]
  const makeAll = () => run('make', [...make, 'olddefconfig', 'all'], { maxBuffer: 1 << 26 })
  const expectAllToPass = async () => {
    expect(breakingIn(await reuse(part, [target], '--accept'))).toEqual([])
    for (const mode of [[], ['--fips']]) {
      expect(await boot(target, ...mode)).toEqual({
        failed: [],
        loaded: 'fips140: fips140 1.0 (prebuilt) loaded',
      })
    }
  }
  // Other options do not make it another module.
  await makeAll()
  await expectAllToPass()

  // What a release could change, and what --compat keeps.
  for (const [path, from, to] of CHANGES) {
    const file = join(newTree, path)
    const text = await readFile(file, 'utf8')
    expect(text, path).toContain(from)
    await writeFile(file, text.replaceAll(from, to))
  }
  await expect(makeAll()).rejects.toThrow(/fips140.ko needs xxh64_digest, which vmlinux does not export/)
  await set('-d', 'CRYPTO_FIPS140_EXTMOD_SOURCE')
  await makeAll()
  expect(breakingIn(await reuse(part, [target], '--accept'))).toEqual(
    expect.arrayContaining([
      'xxh64_digest is not exported by the kernel',
      'zlib_deflateReset is not exported by the kernel',
      expect.stringContaining('crypto/pcrypt.o'),
    ]),
  )
  await ok('apply', newTree, '--compat', part, '--kernel', target, '--quiet')
  await set('-e', 'CRYPTO_FIPS140_EXTMOD_SOURCE')
  await makeAll()
  await expectAllToPass()
})

/** A function becomes a macro, another one an inline function, and a struct gets a member at its beginning. */
const CHANGES = [
  ['lib/xxhash.c', 'xxh64_digest', 'xxh64_sum'],
  [
    'include/linux/xxhash.h',
    'uint64_t xxh64_digest(const struct xxh64_state *state);',
    'uint64_t xxh64_sum(const struct xxh64_state *state);\n#define xxh64_digest(state) xxh64_sum(state)',
  ],
  ['lib/zlib_deflate/deflate.c', 'zlib_deflateReset', 'zlib_deflate_again'],
  ['lib/zlib_deflate/deflate_syms.c', 'zlib_deflateReset', 'zlib_deflate_again'],
  [
    'include/linux/zlib.h',
    'extern int zlib_deflateReset (z_streamp strm);',
    'extern int zlib_deflate_again(z_streamp strm);\nstatic inline int zlib_deflateReset(z_streamp strm)\n{\n\treturn zlib_deflate_again(strm);\n}',
  ],
  [
    'include/linux/padata.h',
    'struct padata_instance {\n',
    'struct padata_instance {\n\tunsigned long grown[2];\n',
  ],
] as const
