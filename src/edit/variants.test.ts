// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  after,
  applyPlan,
  has,
  inFile,
  lacks,
  line,
  nothingToDo,
  planEdits,
  type Recipe,
  replace,
  type Step,
  treeState,
  type Variant,
} from './index.js'
import { makeTree, snapshot } from './testing/small-tree.js'

const step = (id: string, ...variants: Variant[]): Step => ({
  id,
  purpose: 'the demo',
  group: 'demo',
  variants,
})
const recipe = (steps: Step[], files: Recipe['files'] = []): Recipe => ({
  name: 'r',
  steps,
  files,
})

const plan = async (files: Record<string, string>, ...args: Parameters<typeof recipe>) =>
  planEdits(await makeTree(files), recipe(...args))

/** The variant of each step, and its state. */
const chosen = async (files: Record<string, string>, ...steps: Step[]) =>
  (await plan(files, steps)).steps.map(({ variant, state }) => [variant, state])

const where = (id: string, path: string): Variant => ({
  id,
  files: [inFile(path, after(line('anchor'), 'x'))],
})

test('the variant whose file and anchor the tree has is chosen', async () => {
  const lists = step('lists', where('in-lib', 'lib'), where('in-build', 'build'))
  expect(await chosen({ lib: 'anchor\n', build: '\n' }, lists)).toEqual([['in-lib', 'to do']])
  expect(await chosen({ build: 'anchor\n' }, lists)).toEqual([['in-build', 'to do']])
})

test('edits of several files choose together', async () => {
  const both = step(
    'both',
    { id: 'old', files: [inFile('a', after(line('old'), 'x')), inFile('b', after(line('b'), 'x'))] },
    { id: 'new', files: [inFile('a', after(line('new'), 'x')), inFile('b', after(line('b'), 'y'))] },
  )
  const { files, steps } = await plan({ a: 'new\n', b: 'b\n' }, [both])
  expect(files.map(({ newContent }) => Buffer.from(newContent).toString())).toEqual(['new\nx\n', 'b\ny\n'])
  expect(steps).toMatchObject([{ id: 'both', variant: 'new', files: ['a', 'b'], added: 2 }])
})

test('a tree that no variant fits is refused, with what each misses, together with all other errors', async () => {
  const root = await makeTree({ lib: 'ancor\n', build: 'anchor\nanchor\n' })
  const before = await snapshot(root)
  const steps = [
    step('lists', where('in-lib', 'lib'), where('in-build', 'build'), {
      ...where('with-probes', 'gone'),
      when: [has('lib', line('b')), lacks('lib', line('ancor'))],
    }),
    step('single', where('any', 'lib')),
  ]
  const error = await planEdits(root, recipe(steps)).catch(failure => failure)
  expect(error.message.split('\n')).toEqual([
    '2 edits have no place in this tree:',
    '  no variant of lists fits this tree (the demo)',
    '    in-lib: lib: no line "anchor"; nearest line 1: ancor',
    '    in-build: build: line "anchor" found 2 times, expected once; at line 1: anchor | line 2: anchor',
    '    with-probes: gone: no such file in this tree',
    '    with-probes: lib: no line "b"',
    '    with-probes: lib: has line "ancor", line 1: ancor',
    '  lib: no line "anchor" (single: the demo); nearest line 1: ancor',
  ])
  expect(await snapshot(root)).toEqual(before)
})

test('a tree that two variants fit is refused', async () => {
  const lists = step('lists', where('in-lib', 'lib'), where('in-build', 'build'))
  await expect(plan({ lib: 'anchor\n', build: 'anchor\n' }, [lists])).rejects.toThrow(
    '2 variants of lists fit this tree, expected one: in-lib, in-build (the demo)',
  )
})

test('where at most one may match, none is fine, but an anchor found twice is not', async () => {
  const documented = { ...step('doc', where('index', 'doc')), matches: 'at most one' as const }
  expect(await chosen({}, documented)).toEqual([[null, 'absent']])
  await expect(plan({ doc: 'anchor\nanchor\n' }, [documented])).rejects.toThrow('found 2 times')
})

const exported = step(
  'export',
  {
    id: 'not-exported',
    when: [lacks('key.c', line('EXPORT(f);'))],
    files: [inFile('key.c', after(line('}'), 'EXPORT(f);'))],
  },
  nothingToDo('exported', has('key.c', line('EXPORT(f);'))),
)

test('a tree that needs no edit is told so, and gets no record', async () => {
  const root = await makeTree({ 'key.c': '}\nother\nEXPORT(f);\n' })
  const before = await snapshot(root)
  const edits = await planEdits(root, recipe([exported]))
  expect(await applyPlan(root, edits)).toEqual({ state: 'nothing to do', files: [], newFiles: [] })
  expect(await snapshot(root)).toEqual(before)
})

test('a variant may say that there is nothing to do, and what it probes may be what another one adds', async () => {
  expect(await chosen({ 'key.c': '}\nother\nEXPORT(f);\n' }, exported)).toEqual([
    ['exported', 'nothing to do'],
  ])
  const root = await makeTree({ 'key.c': '}\nother\n' })
  const edits = await planEdits(root, recipe([exported]))
  expect(edits.steps).toMatchObject([{ variant: 'not-exported', state: 'to do' }])
  await applyPlan(root, edits)
  const again = async () => (await planEdits(root, recipe([exported]))).steps
  expect(await again()).toMatchObject([{ variant: 'not-exported', state: 'present' }])
  // A copy without the record: the edits themselves tell.
  const copy = await makeTree({ 'key.c': await readFile(join(root, 'key.c'), 'utf8') })
  const { steps } = await planEdits(copy, recipe([exported]))
  expect(steps).toMatchObject([{ variant: 'not-exported', state: 'present' }])
  expect(await treeState(copy, recipe([exported]))).toMatchObject({ state: 'foreign-applied' })
})

test('of variants with a text in common, the one whose anchors are there is in place', async () => {
  const section = (anchor: string) => [
    inFile('h', after(line(anchor), 'SECTION'), replace(line('text'), 'replaced')),
  ]
  const modinfo = step(
    'modinfo',
    { id: 'old', files: section('#define OLD') },
    { id: 'new', files: section('#define NEW') },
  )
  const applied = '#define NEW\nSECTION\nreplaced\n'
  expect(await chosen({ h: applied }, modinfo)).toEqual([['new', 'present']])
})

test('of variants that come to the same, all of it in place, either will do', async () => {
  const replaced = (anchor: string) => [inFile('c', replace(line(anchor), 'check(x);'))]
  const check = step(
    'check',
    { id: 'old', files: replaced('old(x);') },
    { id: 'new', files: replaced('new(x);') },
  )
  expect(await chosen({ c: 'new(x);\n' }, check)).toEqual([['new', 'to do']])
  expect(await chosen({ c: 'check(x);\n' }, check)).toEqual([['old', 'present']])
})

test('a probe without an anchor asks for the file', async () => {
  const krb5 = step('krb5', where('there', 'krb5'), nothingToDo('none', lacks('krb5')))
  expect(await chosen({}, krb5)).toEqual([['none', 'nothing to do']])
  expect(await chosen({ krb5: 'anchor\n' }, krb5)).toEqual([['there', 'to do']])
})

const filled = (LISTS: string, FLAGS: string): Variant => ({
  id: LISTS,
  when: [has(LISTS)],
  files: [],
  fills: { LISTS, FLAGS },
})
const payload = [{ path: 'new', content: 'é # in @LISTS@, see a@b.c\n\t@FLAGS@\nend\n', purpose: 'a file' }]

test('the variant that matches fills the slots of new files, words and lines', async () => {
  const fill = step('fill', filled('lib', ''), filled('build', 'FLAGS += \\\n\t-x'))
  const content = async (files: Record<string, string>) => {
    const { newFiles } = await plan(files, [fill], payload)
    return Buffer.from(newFiles[0]?.content ?? []).toString()
  }
  expect(await content({ lib: '' })).toBe('é # in lib, see a@b.c\nend\n')
  expect(await content({ build: '' })).toBe('é # in build, see a@b.c\nFLAGS += \\\n\t-x\nend\n')
})

test('every slot is filled by one step, in all its variants, and every fill has a slot', async () => {
  const fill = step('fill', filled('lib', 'x'))
  const refused = (steps: Step[], files = payload) => expect(plan({ lib: '' }, steps, files)).rejects
  await refused([]).toThrow('new: no step fills @LISTS@')
  await refused([fill, step('other', filled('lib', 'x'))]).toThrow('fill and other both fill @LISTS@')
  await refused([fill], []).toThrow('fill: no new file has a slot @LISTS@')
  await refused([step('fill', filled('lib', 'x'), nothingToDo('none', lacks('lib')))]).toThrow(
    'fill: none does not fill @LISTS@',
  )
})

test('a new file may be for some variants only', async () => {
  const fill = step('fill', filled('lib', ''), filled('build', ''))
  const files = (variants: readonly string[]) => [
    ...payload,
    { path: 'more', content: '', purpose: 'more', of: { step: 'fill', variants } },
  ]
  const [inLib = '', inBuild = ''] = fill.variants.map(({ id }) => id)
  const paths = async (...variants: string[]) =>
    (await plan({ lib: '' }, [fill], files(variants))).newFiles.map(({ path }) => path)
  expect(await paths(inLib)).toEqual(['new', 'more'])
  expect(await paths(inBuild)).toEqual(['new'])
  expect(await paths(inBuild, inLib)).toEqual(['new', 'more'])
  await expect(paths('none')).rejects.toThrow('more: no step has the variant fill/none')
})

test('a step or variant named twice, or one that says nothing, is a fault of the recipe', async () => {
  await expect(plan({}, [exported, exported])).rejects.toThrow('step export is there twice')
  await expect(plan({}, [step('s', where('v', 'f'), where('v', 'g'))])).rejects.toThrow(
    's: variant v is there twice',
  )
  await expect(plan({}, [step('s', { id: 'v', files: [] })])).rejects.toThrow(
    's: v has neither edits nor a probe',
  )
})

test('the state of a copy whose edits are in place in part is told by step', async () => {
  const steps = [step('first', where('a', 'f')), step('second', where('a', 'g'))]
  const root = await makeTree({ f: 'anchor\nx\n', g: 'anchor\n' })
  expect(await treeState(root, recipe(steps))).toMatchObject({ state: 'partial', present: ['f: the demo'] })
  await writeFile(join(root, 'f'), 'anchor\n')
  expect(await treeState(root, recipe(steps))).toEqual({ state: 'clean' })
})
