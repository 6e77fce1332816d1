// SPDX-License-Identifier: GPL-2.0-only
import { appendFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { treeDigest } from '../tree/tree-digest.js'
import { type RustRoot, rustRoot } from './rust-root.js'

// A real rustc and bindgen, the smallest configuration with Rust, as far as the compiler is called for the host.

const RECIPE = ['--recipe', 'rustc-host-linker']
const CONFIG = ['64BIT', 'PRINTK', 'MODULES', 'RUST', 'SAMPLES', 'SAMPLES_RUST', 'SAMPLE_RUST_HOSTPROGS']
  .map(name => `CONFIG_${name}=y\n`)
  .join('')
const SCRIPTS = ['scripts/.hostrustc-ld', 'samples/rust/hostprogs/.hostrustc-ld']
const SAMPLE = 'samples/rust/hostprogs/single'
const TWO_WORDS = 'HOSTCC=ccache gcc'
/** Notes two variables and how it is called, and passes it on. */
const NOTING = '#!/bin/sh\necho "$FOO|$BAR|$1 $2" >> /src/noted\nexec "$@"\n'

let root: RustRoot

beforeAll(async () => {
  root = await rustRoot(inject('cacheHome'))
  await mkdir(join(root.directory, 'src'), { recursive: true })
  await writeFile(join(root.directory, 'src/noting'), NOTING, { mode: 0o755 })
})

describe.each(['6.12', '7.2', '7.3'])('Linux %s', version => {
  const source = `/src/linux-source-${version}`
  const objtree = `/src/objtree-${version}`
  const inRoot = (path: string) => join(root.directory, path)
  let macros: readonly string[]
  let pristine: readonly string[]

  /** With what is said of it; rejects when make fails. */
  async function make(where: readonly string[], ...args: string[]): Promise<string> {
    const { exitCode, output } = await root.run(
      source,
      'make',
      `-j${availableParallelism()}`,
      ...where,
      ...args,
    )
    if (exitCode !== 0) throw new Error(output.slice(-4000))
    return output
  }
  const apart = [`O=${objtree}`]

  async function configure(where: readonly string[], directory: string): Promise<void> {
    await make(where, 'tinyconfig')
    await appendFile(inRoot(join(directory, '.config')), CONFIG)
    await make(where, 'olddefconfig')
    const config = await readFile(inRoot(join(directory, '.config')), 'utf8')
    expect(CONFIG.split('\n').filter(line => !config.includes(line))).toEqual([])
  }

  /** What needs the linker and no other part of the kernel. */
  const linkHere = (directory: string, targets: readonly string[]) =>
    ['run-command', `KBUILD_RUN_COMMAND=+$(MAKE) $(build)=${directory} ${targets.join(' ')}`] as const
  const linkAll = async (where: readonly string[], ...args: string[]) =>
    [
      await make(where, 'scripts', ...args),
      await make(where, ...linkHere('samples/rust/hostprogs', []), ...args),
      await make(where, ...linkHere('rust', macros), ...args),
    ].join('')
  const linked = (output: string) =>
    output
      .split('\n')
      .filter(line => /^ {2}(?:UPD .*hostrustc-ld|HOSTRUSTC|RUSTC P ) /.test(line))
      .map(line => line.trim().split(/\s+/).at(-1))

  beforeAll(async () => {
    for (const path of [source, objtree]) await rm(inRoot(path), { recursive: true, force: true })
    await mkdir(inRoot(objtree))
    const { exitCode, output } = await root.run(
      '/src',
      'tar',
      '-xf',
      `/usr/src/linux-source-${version}.tar.xz`,
    )
    expect(exitCode, output).toBe(0)
    pristine = await treeDigest(inRoot(source))
    const makefile = await readFile(inRoot(join(source, 'rust/Makefile')), 'utf8')
    macros = ['macros', 'pin_init_internal', 'zerocopy_derive']
      .filter(name => new RegExp(`^\\$\\(obj\\)/(?:\\$\\()?lib${name}[._].*:`, 'm').test(makefile))
      .map(name => `rust/lib${name}.so`)
    await configure(apart, objtree)
  })

  test('a stock tree fails wherever rustc links', async () => {
    const problem = 'error: multiple input filenames provided (first two filenames are `gcc` and'
    await expect(make(apart, 'prepare', TWO_WORDS)).rejects.toThrow(problem)
    await make(apart, 'scripts', 'HOSTCC=gcc')
    for (const [directory, ...targets] of [['samples/rust/hostprogs'], ...macros.map(path => ['rust', path])])
      await expect(make(apart, ...linkHere(directory as string, targets), TWO_WORDS)).rejects.toThrow(problem)
  })

  test('an edited tree is built by a compiler of two words, and a second make does nothing', async () => {
    expect(await kcarve(['apply', inRoot(source), ...RECIPE, '--quiet'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    })
    const all = ['prepare', `${SAMPLE.slice(0, SAMPLE.lastIndexOf('/'))}/`, TWO_WORDS]
    expect(linked(await make(apart, ...all))).toEqual(expect.arrayContaining([...SCRIPTS, SAMPLE, ...macros]))
    const { output } = await root.run(objtree, `./${SAMPLE}`)
    expect(output).toBe('Hello world!\nThe number is 42.\n')
    const again = (await make(apart, ...all)).split('\n').filter(line => /^ {2}[A-Z]/.test(line))
    expect(again.filter(line => !/^ {2}(?:CALL|DESCEND|INSTALL) /.test(line))).toEqual([])
  })

  test('another command writes the scripts and links again, once', async () => {
    const command = 'HOSTRUSTC_LD=FOO="a  b" BAR=\'#1\' /src/noting ccache gcc'
    await rm(inRoot('src/noted'), { force: true })
    const everything = [SCRIPTS[0], 'scripts/generate_rust_target', SCRIPTS[1], SAMPLE, ...macros]
    expect(linked(await linkAll(apart, command)).sort()).toEqual([...everything].sort())
    expect(linked(await linkAll(apart, command))).toEqual([])
    const noted = (await readFile(inRoot('src/noted'), 'utf8')).trim().split('\n')
    expect(noted).toEqual(Array(2 + macros.length).fill('a  b|#1|ccache gcc'))
    expect(linked(await linkAll(apart, 'HOSTCC=gcc')).sort()).toEqual([...everything].sort())
  })

  test('make clean leaves no script in the object directory', async () => {
    await make(apart, 'clean')
    const left = await readdir(inRoot(objtree), { recursive: true })
    expect(left.filter(path => path.includes('hostrustc'))).toEqual([])
  })

  test('in the tree itself git ignores the scripts, and make clean removes them', async () => {
    const git = async (...args: string[]) => {
      const { exitCode, output } = await root.run(source, 'git', ...args)
      expect(exitCode, output).toBe(0)
      return output
    }
    const ignore = inRoot(join(source, '.gitignore'))
    const ignored = await readFile(ignore, 'utf8')
    const { atime, mtime } = await stat(ignore)
    // Debian's own line ignores everything at the top.
    await writeFile(ignore, ignored.replace(/^\/\*\n/m, ''))
    await git('init', '--quiet')
    await git('add', '--force', 'scripts', 'rust', 'samples', '.gitignore')
    await configure([], source)
    await linkAll([], TWO_WORDS)
    for (const path of SCRIPTS)
      expect(await readFile(inRoot(join(source, path)), 'utf8')).toBe('#!/bin/sh\nccache gcc "$@"\n')
    expect(await git('status', '--porcelain', '--', 'scripts', 'rust', 'samples')).not.toContain('??')
    await make([], 'clean')
    const places = await Promise.all(
      SCRIPTS.map(path => readFile(inRoot(join(source, path))).catch(() => 'gone')),
    )
    expect(places).toEqual(['gone', 'gone'])
    await make([], 'mrproper')
    await rm(inRoot(join(source, '.git')), { recursive: true })
    await writeFile(ignore, ignored)
    await utimes(ignore, atime, mtime)
  })

  test('revert leaves every byte, mode and time as they were', async () => {
    expect(await kcarve(['revert', inRoot(source), ...RECIPE])).toMatchObject({ exitCode: 0 })
    expect(await treeDigest(inRoot(source))).toEqual(pristine)
  })
})
