// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

// A part is carved; then an algorithm is added to it by hand, as the documentation says.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const scratch = join(env.XDG_CACHE_HOME, 'selection')
const tree = join(scratch, 'linux-source-6.12')
const objtree = join(scratch, 'obj')
const LEFT_OUT = 'crypto/asymmetric_keys,CRYPTO_SHA256_SSSE3,CRYPTO_XTS,CRYPTO_PCRYPT'

let config = 'small'

beforeAll(async () => {
  await mkdir(scratch, { recursive: true })
  await run('tar', ['-xf', '/usr/src/linux-source-6.12.tar.xz', '-C', scratch])
})

async function build() {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const args = ['build', tree, '--config', config, '-o', objtree, '--quiet', ...withWrapper]
  expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0, stderr: '' })
}

/** The checks of a boot that failed, how many algorithms are where, and which module serves each driver. */
async function boot(...options: string[]) {
  const { stdout } = await kcarve(['boot', objtree, '--json', ...options], { env })
  const { checks, logPath } = JSON.parse(stdout)
  const consoleText = await readFile(logPath, 'utf8')
  return {
    failed: checks.filter(({ status }: { status: string }) => status === 'fail'),
    served: checks.find(({ id }: { id: string }) => id === 'served')?.evidence[0],
    // As the guest has dumped /proc/crypto.
    moduleOf: (driver: string) =>
      new RegExp(String.raw`driver +: ${driver}\s+\W*module +: (\w+)`).exec(consoleText)?.[1],
  }
}

test('what is left out is served from vmlinux, the rest from the module', async () => {
  expect(await kcarve(['apply', tree, '--except', LEFT_OUT, '--quiet'], { env })).toMatchObject({
    exitCode: 0,
  })
  await build()
  for (const options of [[], ['--fips']]) {
    const { failed, served, moduleOf } = await boot(...options)
    expect(failed).toEqual([])
    expect(served).toMatch(/ 7 in vmlinux as selected$/)
    expect(moduleOf('sha256-avx2')).toBe('kernel')
    expect(moduleOf('sha256-generic')).toBe('fips140')
  }
})

const ALGORITHM = `// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/algapi.h>
#include <linux/module.h>

static int identity_setkey(struct crypto_tfm *tfm, const u8 *key, unsigned int len)
{
	return 0;
}

static void identity(struct crypto_tfm *tfm, u8 *dst, const u8 *src)
{
	memmove(dst, src, 16);
}

static struct crypto_alg alg = {
	.cra_name		= "identity",
	.cra_driver_name	= "identity-generic",
	.cra_priority		= 100,
	.cra_flags		= CRYPTO_ALG_TYPE_CIPHER,
	.cra_blocksize		= 16,
	.cra_module		= THIS_MODULE,
	.cra_u = { .cipher = {
		.cia_max_keysize	= 16,
		.cia_setkey		= identity_setkey,
		.cia_encrypt		= identity,
		.cia_decrypt		= identity,
	} }
};

static int __init identity_init(void)
{
	return crypto_register_alg(&alg);
}

static void __exit identity_exit(void)
{
	crypto_unregister_alg(&alg);
}

module_init(identity_init);
module_exit(identity_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Does nothing");
`

test('an algorithm that is added by hand needs its rule and its option, and nothing else', async () => {
  await writeFile(join(tree, 'crypto/identity.c'), ALGORITHM)
  await appendFile(join(tree, 'crypto/Makefile'), 'crypto-objs-$(CONFIG_CRYPTO_IDENTITY) += identity.o\n')
  const kconfig = join(tree, 'crypto/Kconfig')
  const entry = 'config CRYPTO_IDENTITY\n\ttristate "Identity"\n\tselect CRYPTO_ALGAPI\n\n'
  const text = await readFile(kconfig, 'utf8')
  await writeFile(kconfig, text.replace('config CRYPTO_AES\n', `${entry}config CRYPTO_AES\n`))
  const small = await readFile('configs/small-x86_64.config', 'utf8')
  config = join(scratch, 'with-identity.config')
  await writeFile(config, `${small}CONFIG_CRYPTO_IDENTITY=y\n`)
  await build()
  expect(await readFile(join(objtree, 'crypto/fips140/fips140.mod'), 'utf8')).toContain('crypto/identity.o\n')
  expect((await boot()).moduleOf('identity-generic')).toBe('fips140')
})

test('a library that is left out opens the boundary, and start fails with what needs it', async () => {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const args = ['start', '--except', 'CRYPTO_LIB_SHA256', ...withWrapper, '--json']
  const { exitCode, stdout } = await kcarve(args, { env })
  const checks: { id: string; status: string; evidence: string[]; differences: string[] }[] =
    JSON.parse(stdout).checks
  expect(checks.filter(({ status }) => status === 'fail')).toMatchObject([
    {
      id: 'boundary-closed',
      differences: [
        'lib/crypto/sha256.o: crypto/sha256_generic.o uses sha224_final sha256_final sha256_update; needed by sha224-generic sha256-generic',
      ],
    },
  ])
  // SHA-256 is called approved no more, and neither is what is made of it.
  const approved = checks.find(({ id }) => id === 'approved')
  expect(approved).toMatchObject({ status: 'pass' })
  expect(Number.parseInt(approved?.evidence[0] ?? '', 10)).toBeLessThan(60)
  expect(exitCode).toBe(1)
  const { places }: { places: { name: string; path: string }[] } = JSON.parse(stdout)
  const place = (asked: string) => places.find(({ name }) => name === asked)?.path ?? asked
  for (const more of [[], ['--kernel', place('build')]]) {
    const verified = await kcarve(['verify', place('image'), ...more, '--json'], { env })
    const [module] = JSON.parse(verified.stdout).modules
    const names = module.boundary.cryptography.map(({ name }: { name: string }) => name)
    expect(names).toEqual(['sha224_final', 'sha256_final', 'sha256_update'])
    expect(JSON.parse(verified.stdout).outside.exported).toContainEqual({
      name: 'sha256_final',
      because: 'by its name',
    })
    expect(module.problems).toEqual([])
    expect(verified.exitCode).toBe(1)
  }
})
