// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeTools } from '../../src/features/rustc-host-linker/testing/tools.js'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

// kbuild's own makefiles, with a rustc that looks at its arguments as the real one does.

const run = promisify(execFile)
const tree = inject('tree')
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-rustc-'))
const tools = join(scratch, 'tools')
const [stock, edited] = [join(scratch, 'stock'), join(scratch, 'edited')]
const MACROS = 'rust/libmacros.so'
const RECIPE = ['--recipe', 'rustc-host-linker']
let pristine: readonly string[]

/** Runs scripts/Makefile.build for a directory, as `make` does there; gives what it says. */
async function build(objtree: string, directory: string, hostcc: string, target: string): Promise<string> {
  const variables = {
    ...{
      srctree: tree,
      VPATH: tree,
      objtree: '.',
      building_out_of_srctree: '1',
      SRCARCH: 'x86',
      SHELL: '/bin/sh',
    },
    ...{ HOSTCC: hostcc, HOSTRUSTC: 'fake-rustc', RUSTC: 'fake-rustc', RUSTC_OR_CLIPPY: 'fake-rustc' },
    ...{ RUSTC_OR_CLIPPY_QUIET: 'RUSTC', Q: '@', quiet: 'quiet_' },
  }
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  const file = join(tree, 'scripts/Makefile.build')
  const args = ['--no-print-directory', '-rR', '-f', file, `obj=${directory}`, ...assignments, target]
  const env = { ...process.env, PATH: `${tools}:${process.env.PATH}`, HOSTRUSTC_LD: undefined }
  return (await run('make', args, { cwd: objtree, env })).stdout
}

const buildAll = async (objtree: string, hostcc: string) =>
  [
    await build(objtree, 'scripts', hostcc, 'scripts/.hostrustc-ld'),
    await build(objtree, 'scripts', hostcc, 'scripts/generate_rust_target'),
    await build(objtree, 'samples/rust/hostprogs', hostcc, 'samples/rust/hostprogs/single'),
    await build(objtree, 'rust', hostcc, MACROS),
  ].join('')

async function makeObjtree(path: string): Promise<void> {
  for (const directory of ['include/config', 'scripts/basic', 'rust'])
    await mkdir(join(path, directory), { recursive: true })
  await writeFile(join(path, 'include/config/auto.conf'), 'CONFIG_RUST=y\nCONFIG_X86_64=y\n')
  const [fixdep, include] = ['scripts/basic/fixdep.c', 'scripts/include'].map(name => join(tree, name))
  await run('gcc', ['-O1', `-I${include}`, '-o', join(path, 'scripts/basic/fixdep'), fixdep as string])
}

beforeAll(async () => {
  pristine = await treeDigest(tree)
  await makeTools(tools)
  await makeObjtree(stock)
  await makeObjtree(edited)
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

test('a stock tree passes a compiler of two words as a linker and an input file', async () => {
  await build(stock, 'rust', 'fake-ld', MACROS)
  for (const [directory, target] of [
    ['scripts', 'scripts/generate_rust_target'],
    ['samples/rust/hostprogs', 'samples/rust/hostprogs/single'],
    ['rust', MACROS],
  ] as const)
    await expect(build(stock, directory, 'prefix fake-ld', target)).rejects.toThrow(
      'multiple input filenames provided',
    )
})

test('an edited tree links by it, once for each command', async () => {
  expect(await kcarve(['apply', tree, ...RECIPE, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' })
  const LINKED = [
    '  UPD     scripts/.hostrustc-ld',
    '  HOSTRUSTC scripts/generate_rust_target',
    '  UPD     samples/rust/hostprogs/.hostrustc-ld',
    '  HOSTRUSTC samples/rust/hostprogs/single',
    `  RUSTC P ${MACROS}`,
    '',
  ].join('\n')
  expect(await buildAll(edited, 'prefix fake-ld')).toBe(LINKED)
  expect(await buildAll(edited, 'prefix fake-ld')).toBe('')
  const command = `A="it's" B='$$HOME  #50%s\\n' prefix fake-ld`
  expect(await buildAll(edited, command)).toBe(LINKED)
  expect(await buildAll(edited, command)).toBe('')
  for (const path of [MACROS, 'scripts/generate_rust_target', 'samples/rust/hostprogs/single'])
    expect(await readFile(join(edited, path), 'utf8')).toMatch(/^A=it's B=\$HOME {2}#50%s\\n \d+\n$/)
  expect((await stat(join(edited, 'scripts/.hostrustc-ld'))).mode & 0o100).toBe(0o100)
})

test('every procedural macro depends on the script', async () => {
  const makefile = await readFile(join(tree, 'rust/Makefile'), 'utf8')
  const count = (text: string) => makefile.split(text).length - 1
  expect(count('call if_changed_dep,rustc_procmacro)')).toBeGreaterThan(0)
  expect(count(': $(objtree)/scripts/.hostrustc-ld\n')).toBe(count('call if_changed_dep,rustc_procmacro)'))
})

test('make clean removes the scripts, and git ignores them', async () => {
  const makefile = await readFile(join(tree, 'Makefile'), 'utf8')
  const [, find] =
    /^\t@(find \$\(or \$\(KBUILD_EXTMOD\), \.\)[\s\S]*?\| xargs rm -rf)\n/m.exec(makefile) ?? []
  const clean = `RCS_FIND_IGNORE :=\nclean:\n\t@${find}\n`
  const scripts = ['scripts/.hostrustc-ld', 'samples/rust/hostprogs/.hostrustc-ld']
  // Debian's own line ignores everything at the top.
  const ignore = (await readFile(join(tree, '.gitignore'), 'utf8')).replace(/^\/\*\n/m, '')
  await writeFile(join(edited, '.gitignore'), ignore)
  await run('git', ['init', '--quiet', edited])
  expect((await run('git', ['-C', edited, 'check-ignore', ...scripts])).stdout.trim().split('\n')).toEqual(
    scripts,
  )
  const make = run('make', ['-f', '-', 'clean'], { cwd: edited })
  make.child.stdin?.end(clean)
  await make
  for (const path of scripts) await expect(stat(join(edited, path))).rejects.toThrow('ENOENT')
})

test('revert leaves every byte, mode and time as they were', async () => {
  expect((await kcarve(['revert', tree, ...RECIPE])).exitCode).toBe(0)
  expect(await treeDigest(tree)).toEqual(pristine)
})
