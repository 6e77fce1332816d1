// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBtf } from '../../formats/btf/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { changedLayouts, type Layout } from '../explain/moved-members.js'
import { keptLayout } from './kept-layout.js'

const directory = scratch()
let count = 0

/** The types of `struct s { BODY };` as gcc lays it out. */
function typesOf(body: string) {
  const path = join(directory, `s${++count}`)
  writeFileSync(`${path}.c`, `struct inner { int a, b; };\nstruct s {\n${body}};\nstruct s variable;\n`)
  execFileSync('gcc', ['-g', '-c', '-o', `${path}.o`, `${path}.c`])
  execFileSync('pahole', [`--btf_encode_detached=${path}.btf`, `${path}.o`])
  return readBtf(readFileSync(`${path}.btf`))
}

function layouts(before: string, after: string) {
  const pair = changedLayouts(typesOf(before), typesOf(after)).pairOf('s')
  if (pair === undefined) throw new Error('no struct s')
  return pair
}

const places = ({ members }: Layout) => Object.fromEntries(members.map(({ name, at }) => [name, at / 8]))

/** The new text, and that gcc puts each of the members where the old text has it. */
function kept(before: string, after: string, members: readonly string[]): string {
  const result = keptLayout(after, layouts(before, after))
  if ('refused' in result) return result.refused
  const { before: was, after: is } = layouts(before, result.body)
  for (const name of members) expect(places(is)[name], name).toBe(places(was)[name])
  return result.body
}

test('a member that is new in the middle goes to the end', () => {
  const before = '\tint a;\n\t/* About b. */\n\tlong b;\n\tvoid (*f)(int, long);\n'
  const after = '\tint a;\n\tlong new; /* is new */\n\t/* About b. */\n\tlong b;\n\tvoid (*f)(int, long);\n'
  expect(kept(before, after, ['a', 'b', 'f'])).toBe(
    '\tint a;\n\t/* About b. */\n\tlong b;\n\tvoid (*f)(int, long);\n\tlong new; /* is new */\n',
  )
})

test('a member that is gone leaves its room behind', () => {
  const before = '\tlong gone[3];\n\tint a;\n\tchar b[3], c;\n'
  const after = '\tlong less;\n\tint a;\n\tchar b[3], c;\n'
  expect(kept(before, after, ['a', 'b', 'c'])).toBe(
    '\tunsigned char __reserved_0[24];\n\tint a;\n\tchar b[3], c;\n\tlong less;\n',
  )
})

test('a nested struct that has grown goes to the end, and what was behind it stays', () => {
  const before = '\tint a;\n\tstruct {\n\t\tint x;\n\t} in;\n\tstruct inner b;\n'
  const after = '\tint a;\n\tstruct {\n\t\tint x;\n\t\tlong y;\n\t} in;\n\tstruct inner b;\n'
  expect(kept(before, after, ['a', 'b'])).toBe(
    '\tint a;\n\tunsigned char __reserved_4[4];\n\tstruct inner b;\n\tstruct {\n\t\tint x;\n\t\tlong y;\n\t} in;\n',
  )
})

test('what is moved keeps the conditions around it', () => {
  const before = '\tint a;\n#ifdef __x86_64__\n\tint b;\n#else\n\tchar other;\n#endif\n\tlong c;\n'
  const after =
    '\tint a;\n#ifdef __x86_64__\n\tlong new;\n\tint b;\n#else\n\tchar other;\n#endif\n\tlong c;\n'
  expect(kept(before, after, ['a', 'b', 'c'])).toBe(
    '\tint a;\n#ifdef __x86_64__\n\tint b;\n#else\n\tchar other;\n#endif\n\tlong c;\n#ifdef __x86_64__\n\tlong new;\n#endif\n',
  )
})

test('macros and comments between members stay where they are', () => {
  const before = '\tchar a;\n#define X 1\n\n#if X\n\t/* Of b. */\n\tint b;\n#endif\n#define Y 2\n'
  const after = before
    .replace('#define X 1\n', '#define X 1\n\tlong new;\n')
    .replace('#if X\n', '#if X\n\tlong less;\n')
  expect(kept(before, after, ['a', 'b'])).toBe(
    '\tchar a;\n#define X 1\n#if X\n\t/* Of b. */\n\tint b;\n#endif\n\tlong new;\n\n#if X\n\tlong less;\n#endif\n#define Y 2\n',
  )
})

test('a struct or union without a name is told by its number', () => {
  const before = '\tunion {\n\t\tint x;\n\t\tlong y;\n\t};\n\tstruct inner b;\n'
  const after = `\tint new;\n${before}`
  expect(kept(before, after, ['(unnamed 1)', 'b'])).toBe(`${before}\tint new;\n`)
})

test.each([
  ['\tint a;\n\tchar data[];\n', '\tint a, new;\n\tchar data[];\n', 'it ends in an array without a size'],
  ['\tint a;\n', '#define D int new\n\tD;\n\tint a;\n', 'its members cannot be told apart'],
  ['\tint a;\n', '\tint a;\n\tint new;\n', 'nothing in its text can be moved'],
])('%j is not to be had of %j', (before, after, reason) => {
  expect(kept(before, after, [])).toBe(reason)
})
