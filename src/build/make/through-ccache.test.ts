// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { x86_64 } from '../../arch/x86-64.js'
import { findProgram } from '../../core/find-program.js'
import { probeTree } from '../../kernel/index.js'
import { runMake } from './run-make.js'
import { ccachePath, usesCcache } from './through-ccache.js'

let directory: string
let cacheDir: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-ccache-'))
  cacheDir = join(directory, 'cache')
  await program(
    'bin/ccache',
    `echo "$CCACHE_DEPEND $*, then $(command -v gcc)" >> ${directory}/called; echo compiled\n`,
  )
  await program('compilers/gcc', 'echo compiled\n')
  vi.stubEnv('PATH', `${directory}/bin:${directory}/compilers:${process.env.PATH}`)
  vi.stubEnv('CCACHE_DISABLE', undefined)
})
afterEach(() => vi.unstubAllEnvs())

async function program(path: string, script: string): Promise<void> {
  const file = join(directory, path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, `#!/bin/sh\n${script}`)
  await chmod(file, 0o755)
}

test('make finds ccache under the name of the compiler, and nobody else does', async () => {
  const root = join(directory, 'tree')
  const files = { Kbuild: '', Kconfig: '', 'scripts/Makefile.build': '', 'init/main.c': '' }
  const makefile =
    'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nall:\n\t@echo "CC is $(CC)"; gcc -c x.c; gcc -D__KERNEL__ -c "a b.c"\n'
  for (const [path, text] of Object.entries({ ...files, Makefile: makefile })) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const make = { tree: await probeTree(root), objtree: join(directory, 'obj'), arch: x86_64, cacheDir }
  const { lines } = await runMake({ ...make, targets: ['all'] })
  expect(lines).toContain('CC is cc')
  const then = `then ${directory}/compilers/gcc`
  // A host program's dependency file does not list all headers.
  const called = [` gcc -c x.c, ${then}\n`, `1 gcc -D__KERNEL__ -c a b.c, ${then}\n`].join('')
  expect(await readFile(join(directory, 'called'), 'utf8')).toBe(called)
  expect(await findProgram('gcc')).toBe(`${directory}/compilers/gcc`)
})

test('a script for each compiler that is there, and only for those', async () => {
  await program('compilers/clang-19', 'echo compiled\n')
  const path = await ccachePath({ arch: x86_64, llvm: '-19', cacheDir })
  const scripts = path?.split(':')[0] ?? ''
  expect(await readFile(join(scripts, 'clang-19'), 'utf8')).toContain(
    `\nexec '${directory}/bin/ccache' 'clang-19' `,
  )
  expect(execFileSync('ls', [scripts], { encoding: 'utf8' })).toBe('clang-19\ngcc\n')
  const none = await ccachePath({ arch: x86_64, cc: 'no-such-cc', cacheDir })
  expect(execFileSync('ls', [none?.split(':')[0] ?? ''], { encoding: 'utf8' })).toBe('gcc\n')
})

test('another wrapper switches it off, and so does what switches ccache off', async () => {
  expect(await usesCcache({})).toBe(true)
  expect(await ccachePath({ arch: x86_64, ccWrapper: 'distcc', cacheDir })).toBeUndefined()
  vi.stubEnv('CCACHE_DISABLE', '1')
  expect(await ccachePath({ arch: x86_64, cacheDir })).toBeUndefined()
  vi.unstubAllEnvs()
  vi.stubEnv('PATH', '/nonexistent')
  expect(await usesCcache({})).toBe(false)
})
