// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { applyPlan, planEdits } from '../../edit/index.js'
import { makeTree } from '../../edit/testing/small-tree.js'
import { scratch } from '../../formats/testing/scratch.js'
import { rustcHostLinker } from './feature.js'
import { smallKbuild } from './testing/small-kbuild.js'
import { makeTools } from './testing/tools.js'

// The makefiles that the recipe writes, run by make, with a rustc that looks at its arguments as the real one does.

const tools = scratch()
beforeAll(() => makeTools(tools))

async function makeKbuild({ macros = 'three' as 'one' | 'three', isEdited = true } = {}) {
  const root = await makeTree(smallKbuild(macros))
  if (isEdited) await applyPlan(root, await planEdits(root, await rustcHostLinker.readRecipe(root, {})))
  const make = (...args: string[]) =>
    execFileSync('make', [...args, 'HOSTRUSTC=fake-rustc'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
      env: {
        ...process.env,
        PATH: `${tools}:${process.env.PATH}`,
        HOSTRUSTC_LD: undefined,
        MAKEFLAGS: undefined,
      },
    })
  return {
    make,
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    at: (path: string) => join(root, path),
  }
}

const links = (text: string) => text.split('\n').filter(line => line.startsWith('LINK '))

test('without the recipe a linker of two words is two input files to rustc', async () => {
  const { make } = await makeKbuild({ isEdited: false })
  make('HOSTCC=fake-ld')
  expect(() => make('HOSTCC=prefix fake-ld', '-B')).toThrow('multiple input filenames provided')
})

test.each(['one', 'three'] as const)(
  '%s macro crates and host programs are linked by a command of two words',
  async macros => {
    const { make, read } = await makeKbuild({ macros })
    expect(links(make('HOSTCC=prefix fake-ld'))).toHaveLength(macros === 'one' ? 2 : 4)
    make('samples-dir', 'HOSTCC=prefix fake-ld')
    for (const path of ['scripts/target_spec', 'rust/libmacros.so', 'samples/sample'])
      expect(read(path)).toBe('A= B= 3\n')
  },
)

test('a second make does nothing, and another command links everything again', async () => {
  const { make, read, at } = await makeKbuild()
  make('HOSTCC=prefix fake-ld')
  const { mtimeMs } = statSync(at('scripts/.hostrustc-ld'))
  expect(make('HOSTCC=prefix fake-ld')).toBe('')
  expect(statSync(at('scripts/.hostrustc-ld')).mtimeMs).toBe(mtimeMs)
  expect(links(make('HOSTCC=A=1 prefix fake-ld'))).toHaveLength(4)
  expect(read('rust/libmacros.so')).toBe('A=1 B= 3\n')
  expect(make('HOSTCC=A=1 prefix fake-ld')).toBe('')
})

test.each([
  ['assignments with quotes', `A="a  b" B='c d' prefix fake-ld`, 'a  b', 'c d'],
  ['quotes in quotes', `A="it's" B='say "x"' fake-ld`, "it's", 'say "x"'],
  [
    'what make, printf and makefiles treat as special',
    `A='50%s\\n#' B="$$((6 * 7))" fake-ld`,
    '50%s\\n#',
    '42',
  ],
  ['an escaped blank', `A=a\\ b fake-ld`, 'a b', ''],
])('the command may have %s', async (_, command, a, b) => {
  const { make, read } = await makeKbuild()
  make(`HOSTRUSTC_LD=${command}`, 'HOSTCC=false')
  expect(read('scripts/target_spec')).toBe(`A=${a} B=${b} 3\n`)
  expect(make(`HOSTRUSTC_LD=${command}`, 'HOSTCC=false')).toBe('')
})

test('two commands that differ by a blank in quotes are two commands', async () => {
  const { make } = await makeKbuild()
  make("HOSTCC=A='a b' fake-ld")
  expect(links(make("HOSTCC=A='a  b' fake-ld"))).toHaveLength(4)
})

test('a failure of the command is a failure of rustc', async () => {
  const { make } = await makeKbuild()
  expect(() => make('HOSTCC=prefix false')).toThrow('Error 1')
})

test('the script is executable, and make clean removes it', async () => {
  const { make, at } = await makeKbuild()
  make('HOSTCC=fake-ld')
  make('samples-dir', 'HOSTCC=fake-ld')
  const scripts = ['scripts/.hostrustc-ld', 'samples/.hostrustc-ld'].map(at)
  for (const path of scripts) expect(statSync(path).mode & 0o100).toBe(0o100)
  make('clean')
  expect(scripts.filter(existsSync)).toEqual([])
})
