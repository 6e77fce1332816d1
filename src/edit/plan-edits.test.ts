// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { chmod, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AnchorError, ToolError } from '../core/errors.js'
import {
  after,
  append,
  before,
  type Edit,
  line,
  mapLines,
  planEdits,
  type Recipe,
  replace,
  type Step,
  step,
  unifiedDiff,
} from './index.js'
import { makeTree, snapshot } from './testing/small-tree.js'

let steps = 0
const demo = (path: string, ...edits: Edit[]): Step =>
  step({ id: `step-${++steps}`, path, purpose: 'the demo', group: 'demo', edits })
const recipe = (chosen: Step[], files: Recipe['files'] = []): Recipe => ({
  name: 'demo',
  steps: chosen,
  files,
})

async function edited(content: string, ...edits: Edit[]): Promise<string> {
  const root = await makeTree({ f: content })
  const { files } = await planEdits(root, recipe([demo('f', ...edits)]))
  return Buffer.from(files[0]?.newContent ?? []).toString('utf8')
}

test('insertions at one point keep the order of the steps', async () => {
  const edits = [after(line('a'), '1'), before(line('b'), '2'), after(line('a'), '3')]
  expect(await edited('a\nb\n', ...edits)).toBe('a\n1\n2\n3\nb\n')
})

test('line ends, a missing last newline and bytes that are no UTF-8 are kept', async () => {
  expect(await edited('a\r\nb\r\n', after(line('a'), 'x\ny'))).toBe('a\r\nx\r\ny\r\nb\r\n')
  expect(await edited('a\nb', append('x'), append('y'))).toBe('a\nb\nx\ny\n')
  expect(await edited('é\nb', after(line('é'), 'ü'), before(line('é'), 'p'))).toBe('p\né\nü\nb')
  const root = await makeTree({ f: Buffer.from([0xff, 0x0a, 0xc3, 0x0a]) })
  const { files } = await planEdits(root, recipe([demo('f', append('x'))]))
  expect([...(files[0]?.newContent ?? [])]).toEqual([0xff, 0x0a, 0xc3, 0x0a, 0x78, 0x0a])
})

test('a map sees the assignment that a line belongs to', async () => {
  const map = mapLines('mark', (text, { assignment, startsAssignment }) =>
    assignment?.variable === 'obj-y' && startsAssignment && !text.startsWith('my-')
      ? `my-${text} # ${assignment.operator} ${assignment.words.join()}`
      : text,
  )
  expect(await edited('obj-y += a.o \\\n\tb.o\nx := 1\n', map)).toBe(
    'my-obj-y += a.o \\ # += a.o,b.o\n\tb.o\nx := 1\n',
  )
})

test('a map that would rewrite its own output is refused', async () => {
  const map = mapLines('grow', text => `${text}x`)
  await expect(edited('a\n', map)).rejects.toThrow('"grow" is not idempotent: axx')
})

test('all edits without a place are reported together, with the nearest lines', async () => {
  const root = await makeTree({ f: 'first\nsecond line\nthird\nthird\n' })
  const before_ = await snapshot(root)
  const broken = recipe(
    [
      demo('f', after(line('secnd line'), 'x')),
      demo('f', after(line('third'), 'x')),
      demo('missing.c', append('x')),
      demo('f', after(line('first'), 'x')),
    ],
    [{ path: 'f', content: 'other', purpose: 'new' }],
  )
  const error = await planEdits(root, broken).catch(failure => failure)
  expect(error).toBeInstanceOf(AnchorError)
  expect(error.message.replace(/step-\d+/g, 'id').split('\n')).toEqual([
    '4 edits have no place in this tree:',
    '  f: no line "secnd line" (id: the demo); nearest line 2: second line',
    '  f: line "third" found 2 times, expected once (id: the demo); at line 3: third | line 4: third',
    '  missing.c: no such file in this tree (id: the demo)',
    '  f: exists already, with other content (new)',
  ])
  expect(error.cause.errors).toHaveLength(4)
  expect(await snapshot(root)).toEqual(before_)
})

test('overlapping edits are refused, naming both', async () => {
  const overlap = recipe([
    demo('f', replace(line('a'), 'x')),
    demo(
      'f',
      mapLines('shout', text => text.toUpperCase()),
    ),
  ])
  await expect(planEdits(await makeTree({ f: 'a\n' }), overlap)).rejects.toThrow(
    /^two edits overlap: f: (?:shout|replace line "a").* and f: (?:shout|replace line "a")/,
  )
})

test('edits that are in place already are present, in any combination', async () => {
  const steps = [
    demo('f', after(line('a'), 'one\ntwo'), after(line('a'), 'three')),
    demo('f', before(line('b'), 'four'), replace(line('c'), 'c1\nc\nc2'), replace(line('d'), 'D')),
    demo(
      'f',
      after(line('d'), 'after d'),
      mapLines('rename', text => text.replace(/^e$/, 'E')),
    ),
    demo('f', after(line('e'), 'after e'), append('end'), before(line('a'), 'start')),
  ]
  const root = await makeTree({ f: 'a\nb\nc\nd\ne\n' })
  const { files } = await planEdits(root, recipe(steps))
  const done = files[0]?.newContent as Uint8Array
  expect(Buffer.from(done).toString()).toBe(
    'start\na\none\ntwo\nthree\nfour\nb\nc1\nc\nc2\nD\nafter d\nE\nafter e\nend\n',
  )
  await writeFile(join(root, 'f'), done)
  const again = await planEdits(root, recipe(steps))
  expect(again.steps.map(({ state }) => state)).toEqual(['present', 'present', 'present', 'present'])
  expect(unifiedDiff(again)).toBe('')
})

test('added, removed and rewritten lines are counted by step', async () => {
  const root = await makeTree({ f: 'a\nb\nc\n' })
  const plan = await planEdits(
    root,
    recipe([
      demo('f', after(line('a'), '1\n2'), replace(line('b'), 'b\nb2')),
      demo(
        'f',
        mapLines('rename', text => text.replace(/^c$/, 'C')),
      ),
    ]),
  )
  expect(plan.steps.map(({ added, removed, rewritten }) => [added, removed, rewritten])).toEqual([
    [3, 0, 0],
    [0, 0, 1],
  ])
  expect([plan.added, plan.removed, plan.rewritten]).toEqual([3, 0, 1])
})

test('a symlink inside the tree is followed, one that leads outside is refused', async () => {
  const outside = await makeTree({ f: 'a\n' })
  const root = await makeTree({ 'dir/real': 'a\n' })
  await symlink('dir/real', join(root, 'link'))
  await symlink(join(outside, 'f'), join(root, 'out'))
  await symlink(outside, join(root, 'outdir'))
  const both = recipe([demo('link', append('x')), demo('dir/real', append('y'))])
  const { files } = await planEdits(root, both)
  expect(files.map(({ path }) => path)).toEqual(['dir/real'])
  expect(Buffer.from(files[0]?.newContent ?? []).toString()).toBe('a\nx\ny\n')
  await expect(planEdits(root, recipe([demo('out', append('x'))]))).rejects.toThrow('outside the tree')
  const inOutside = recipe([], [{ path: 'outdir/new', content: '', purpose: 'new' }])
  await expect(planEdits(root, inOutside)).rejects.toBeInstanceOf(ToolError)
})

test('patch and git apply make of the diff what the plan says', async () => {
  const steps = [
    demo(
      'dir/f',
      before(line('0'), 'start'),
      after(line('50'), 'x\ny'),
      replace(line('70'), 'z'),
      append('end'),
    ),
    demo('g', append('x')),
    demo('empty', append('x')),
  ]
  const files = [
    { path: 'new/file', content: 'é\nno newline', purpose: 'new' },
    { path: 'new/tool.sh', content: '#!/bin/sh\n', mode: 0o755, purpose: 'new' },
    { path: 'new/nothing', content: '', purpose: 'new' },
  ]
  const numbers = Array.from({ length: 100 }, (_, index) => `${index}\n`).join('')
  for (const command of [
    ['patch', '-p1', '-s'],
    ['git', 'apply'],
  ] as const) {
    const root = await makeTree({ 'dir/f': numbers, g: 'no newline', empty: '' })
    const plan = await planEdits(root, recipe(steps, files))
    const [program, ...args] = command
    execFileSync(program, args, { cwd: root, input: unifiedDiff(plan) })
    for (const { path, newContent } of plan.files) {
      expect(await readFile(join(root, path), 'latin1')).toBe(Buffer.from(newContent).toString('latin1'))
    }
    expect(await readFile(join(root, 'new/file'), 'utf8')).toBe('é\nno newline')
    expect((await snapshot(root))['new/tool.sh']).toMatch(/^file 33261 /)
    expect(await readFile(join(root, 'new/nothing'), 'utf8')).toBe('')
  }
})

test('a tree that is not there, or not a directory, is an error of one line', async () => {
  const root = await makeTree({ f: 'a\n' })
  await chmod(join(root, 'f'), 0o444)
  await expect(planEdits(join(root, 'none'), recipe([]))).rejects.toThrow('no such directory')
  await expect(planEdits(join(root, 'f'), recipe([]))).rejects.toThrow('is not a directory')
})
