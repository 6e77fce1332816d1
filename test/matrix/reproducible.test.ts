// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

// Plain make, no variable set: once in the tree, once elsewhere, from sources elsewhere, and later.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const scratch = join(inject('cacheHome'), 'reproducible')
const MODULE = 'crypto/fips140/fips140.ko'

interface Build {
  readonly tree: string
  readonly objtree: string
}

const inTree: Build = { tree: join(scratch, 'one'), objtree: join(scratch, 'one') }
const elsewhere: Build = { tree: join(scratch, 'another/place/linux'), objtree: join(scratch, 'objects') }

beforeAll(async () => {
  await mkdir(join(scratch, 'another/place'), { recursive: true })
  await run('tar', ['-xf', '/usr/src/linux-source-6.12.tar.xz', '-C', scratch])
  await rename(join(scratch, 'linux-source-6.12'), inTree.tree)
  expect(await kcarve(['apply', inTree.tree, '--quiet'])).toMatchObject({ exitCode: 0 })
  await cp(inTree.tree, elsewhere.tree, { recursive: true, verbatimSymlinks: true })
})

async function make({ tree, objtree }: Build, ...targets: string[]) {
  await mkdir(objtree, { recursive: true })
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
  const output = tree === objtree ? [] : [`O=${objtree}`]
  const args = ['-C', tree, ...output, `-j${availableParallelism()}`, ...compiler, ...targets]
  await run('make', args, { maxBuffer: 1 << 28 })
}

async function configure(build: Build, ...options: string[]) {
  await make(build, 'tinyconfig')
  const path = join(build.objtree, '.config')
  const small = await readFile('configs/small-x86_64.config', 'utf8')
  const lines = [await readFile(path, 'utf8'), small, 'CONFIG_CRYPTO_FIPS140_EXTMOD=y', ...options, '']
  await writeFile(path, lines.join('\n'))
  await make(build, 'olddefconfig')
}

const built = (path: string) =>
  Promise.all([inTree, elsewhere].map(({ objtree }) => readFile(join(objtree, path))))

async function expectSame(path: string) {
  const [one, other] = await built(path)
  expect(one?.length).toBeGreaterThan(10_000)
  expect(one?.equals(other ?? Buffer.alloc(0)), path).toBe(true)
}

test('two builds make the same module, and the same digest of it', async () => {
  for (const build of [inTree, elsewhere]) {
    await configure(build)
    await make(build)
  }
  await expectSame(MODULE)
  const [one, other] = (await built(`${MODULE}.hmac`)).map(String)
  expect(one).toBe(other)
})

test('debug information makes no difference', async () => {
  for (const build of [inTree, elsewhere]) {
    await configure(build, 'CONFIG_DEBUG_KERNEL=y', 'CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y')
    // The rest of the kernel would be compiled anew for nothing.
    await make(build, 'crypto/', 'arch/x86/crypto/')
    await rm(join(build.objtree, 'crypto/fips140/fips140.o'), { force: true })
    await make(build, 'crypto/fips140/')
  }
  await expectSame('crypto/fips140/fips140.o')
})
