// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { ArchiveManifest } from '../../archive/index.js'
import { must } from '../../formats/testing/must.js'
import { scratch } from '../../formats/testing/scratch.js'
import { type RecompileOptions, type RecompileResult, recompile as recompileAll } from './witness.js'

const dir = scratch()
const archive = join(dir, 'archive')
const OBJECT = 'crypto/a.o'

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The sources of a kernel with one header, and a build of it. */
function makeKernel(name: string, header: string): string {
  const source = join(dir, `${name}-source`)
  put(join(source, 'include/linux/kconfig.h'), '#include <generated/autoconf.h>\n')
  put(join(source, 'include/linux/s.h'), header)
  put(join(source, 'crypto/a.c'), '#error the sources of this kernel are not those of the module\n')
  put(join(dir, name, 'include/generated/autoconf.h'), '#define CONFIG_STEP 1\n')
  put(join(dir, name, 'Makefile'), `include ${source}/Makefile\n`)
  return join(dir, name)
}

const HEADER =
  'struct s { int a; int b; };\nstatic inline int step(int x) { return x + CONFIG_STEP; }\nint outside(int);\n'
const SOURCE =
  '#include <linux/s.h>\n#include "own.h"\nint get(struct s *s) { return s->b; }\nint call(int x) { return outside(step(x)) + OWN; }\nconst char *file(void) { return __FILE__; }\n'

function makeArchive(): ArchiveManifest {
  const build = makeKernel('first', HEADER)
  const source = join(dir, 'first-source')
  put(join(source, 'crypto/a.c'), SOURCE)
  put(join(source, 'crypto/own.h'), '#define OWN 3\n')
  mkdirSync(join(build, 'crypto'))
  const command = `gcc -O2 -Wp,-MMD,crypto/.a.o.d -I${source}/include -I./include -include ${source}/include/linux/kconfig.h -fmacro-prefix-map=${source}/= -c -o ${OBJECT} ${source}/crypto/a.c`
  execFileSync('sh', ['-c', command], { cwd: build })
  put(
    join(archive, 'commands/crypto/.a.o.cmd'),
    `savedcmd_${OBJECT} := ${command} ; ./tools/objtool/objtool\n\nsource_${OBJECT} := ${source}/crypto/a.c\n\n` +
      `deps_${OBJECT} := \\\n  ${source}/include/linux/kconfig.h \\\n  ${source}/include/linux/s.h \\\n  ${source}/crypto/own.h \\\n`,
  )
  cpSync(source, join(archive, 'source'), { recursive: true })
  cpSync(join(build, 'include'), join(archive, 'build/include'), { recursive: true })
  put(join(archive, 'objects', OBJECT), '')
  cpSync(join(build, OBJECT), join(archive, 'objects', OBJECT))
  const compiler = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
  const modules = [{ name: 'a', objects: [OBJECT], differs: null }]
  return { modules, tools: { compiler }, files: [] } as unknown as ArchiveManifest
}

const manifest = makeArchive()

const recompile = async (...question: Parameters<typeof recompileAll>): Promise<RecompileResult> =>
  must((await recompileAll(...question)).get('a'))

const ask = (name: string, header: string, options: RecompileOptions = {}) =>
  recompile(archive, manifest, makeKernel(name, header), options)

test('a kernel whose headers mean the same gives the same code', async () => {
  const header = `/* longer */\n\nstruct unrelated { long x; };\n${HEADER}`
  expect(await ask('same', header)).toEqual({ problem: null, differences: [], objects: [OBJECT] })
})

test.each([
  [
    'a member moved',
    HEADER.replace('int b;', 'int c; int b;'),
    ['crypto/a.o: get(), 1 instruction: s.b is at 8, not at 4 (s.c is new)'],
    undefined,
    [expect.objectContaining({ name: 's', file: expect.stringMatching(/include\/linux\/s\.h$/) })],
  ],
  [
    'an inlined function changed',
    HEADER.replace('x + ', 'x - '),
    ['crypto/a.o: call(), 1 instruction: inlined step() of include/linux/s.h has changed'],
  ],
  [
    'a function renamed',
    HEADER.replaceAll('outside', 'other').concat('#define outside other\n'),
    ['crypto/a.o: .text, 1 instruction: outside of include/linux/s.h is new'],
    [{ from: 'outside', to: 'other' }],
  ],
] as const)('%s: the place is named', async (title, header, texts, symbols?: unknown, structs?: unknown) => {
  const differences = texts.map(text => ({ object: OBJECT, text, symbols, structs }))
  expect(await ask(title.replaceAll(' ', '-'), header)).toEqual({
    problem: null,
    differences,
    objects: [OBJECT],
  })
})

test('a header that nothing but the module reads, in either kernel, is that of the archive', async () => {
  const kernel = makeKernel('own-header', HEADER.replace('x + ', 'x - '))
  const files = [{ role: 'own', path: 'source/include/linux/s.h' }]
  const ask = () => recompile(archive, { ...manifest, files } as ArchiveManifest, kernel)
  const different = [{ object: OBJECT, text: expect.stringContaining('inlined step()') }]
  // Headers alone do not tell who reads them.
  expect((await ask()).differences).toEqual(different)
  const other = (deps: string) =>
    put(
      join(kernel, 'kernel/.fork.o.cmd'),
      `savedcmd_kernel/fork.o := gcc\n\ndeps_kernel/fork.o := \\\n  ${deps} \\\n`,
    )
  other(join(dir, 'own-header-source/include/linux/kconfig.h'))
  expect((await ask()).differences).toEqual([])
  other(join(dir, 'own-header-source/include/linux/s.h'))
  expect((await ask()).differences).toEqual(different)
})

test('sources that do not compile any more are a difference, with what the compiler says', async () => {
  const { differences } = await ask('gone', HEADER.replace('int b;', ''))
  expect(differences.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^crypto\/a\.o cannot be compiled: .*error: .*no member named 'b'|has no member/),
  ])
})

test('another compiler, and sources that do not give the binary, witness nothing', async () => {
  const other = { ...manifest, tools: { ...manifest.tools, compiler: 'gcc 4.9' } }
  const kernel = makeKernel('any', HEADER)
  expect((await recompile(archive, other, kernel)).problem).toMatch(/that of the archive was gcc 4\.9$/)
  const copy = join(dir, 'forged')
  cpSync(archive, copy, { recursive: true })
  writeFileSync(join(copy, 'source/crypto/own.h'), '#define OWN 4\n')
  expect((await recompile(copy, manifest, kernel)).problem).toBe(
    'crypto/a.o compiled again is not that of the archive: call() differs',
  )
  expect(readFileSync(join(archive, 'source/crypto/own.h'), 'utf8')).toBe('#define OWN 3\n')
})

/** A compiler that counts how often it is called. */
function countedCompiler() {
  const [wrapper, list] = [join(dir, 'wrapper.sh'), join(dir, 'calls')]
  writeFileSync(wrapper, `#!/bin/sh\necho "$*" >> ${list}\nexec "$@"\n`, { mode: 0o755 })
  return {
    wrapper,
    calls: () => {
      const text = existsSync(list) ? readFileSync(list, 'utf8') : ''
      rmSync(list, { force: true })
      return text.split('\n').length - 1
    },
  }
}

test('what was compiled before is not compiled again, unless something that was read is another', async () => {
  const { wrapper, calls } = countedCompiler()
  const cache = join(dir, 'cache')
  const changed = HEADER.replace('int b;', 'int c; int b;')
  const same = { problem: null, differences: [], objects: [OBJECT] }
  expect(await ask('cached-same', HEADER, { cache, wrapper })).toEqual(same)
  expect(calls()).toBe(1)
  for (const expected of [1, 0]) {
    const { differences } = await ask('cached-changed', changed, { cache, wrapper })
    expect(differences).toMatchObject([
      { object: OBJECT, text: expect.stringContaining('crypto/a.o: get()') },
    ])
    expect(calls()).toBe(expected)
  }
  expect(await ask('cached-same', HEADER, { cache, wrapper })).toEqual(same)
  expect(calls()).toBe(0)
  const kernel = makeKernel('cached-option', HEADER)
  put(join(kernel, 'include/generated/autoconf.h'), '#define CONFIG_STEP 2\n#define CONFIG_OTHER 1\n')
  const { differences } = await recompile(archive, manifest, kernel, { cache, wrapper })
  expect(differences).toEqual([{ object: OBJECT, text: expect.stringContaining('crypto/a.o: call()') }])
  put(join(kernel, 'include/generated/autoconf.h'), '#define CONFIG_STEP 1\n#define CONFIG_OTHER 1\n')
  calls()
  expect(await recompile(archive, manifest, kernel, { cache, wrapper })).toEqual(same)
  expect(calls()).toBe(0)
})

test('a header that is new in front of one that was read is seen', async () => {
  const { wrapper, calls } = countedCompiler()
  const cache = join(dir, 'cache-shadow')
  await ask('shadow', HEADER, { cache, wrapper })
  calls()
  const kernel = makeKernel('shadow', HEADER)
  put(join(dir, 'shadow-source/include/linux/linux/s.h'), HEADER.replace('x + ', 'x - '))
  await recompile(archive, manifest, kernel, { cache, wrapper })
  expect(calls()).toBe(1)
})

test('of what is unchanged nothing is compiled when only the changed is asked for', async () => {
  const { wrapper, calls } = countedCompiler()
  const same = { problem: null, differences: [], objects: [OBJECT] }
  expect(await ask('only-same', HEADER, { changedOnly: true, wrapper })).toEqual(same)
  expect(calls()).toBe(0)
  const { differences } = await ask('only-changed', HEADER.replace('x + ', 'x - '), {
    changedOnly: true,
    wrapper,
  })
  expect(differences).toEqual([{ object: OBJECT, text: expect.stringContaining('crypto/a.o: call()') }])
  expect(calls()).toBe(2)
})

/** A build in the tree of the sources of makeArchive(), and an archive of it. */
function makeArchiveInTree(): { readonly path: string; readonly manifest: ArchiveManifest } {
  const [tree, path] = [join(dir, 'tree'), join(dir, 'archive-in-tree')]
  cpSync(join(dir, 'first-source'), tree, { recursive: true })
  cpSync(join(dir, 'first/include'), join(tree, 'include'), { recursive: true })
  const command = `gcc -O2 -Wp,-MMD,crypto/.a.o.d -I./include -include ./include/linux/kconfig.h -fmacro-prefix-map=./= -c -o ${OBJECT} crypto/a.c`
  execFileSync('sh', ['-c', command], { cwd: tree })
  put(
    join(path, 'commands/crypto/.a.o.cmd'),
    `savedcmd_${OBJECT} := ${command}\n\nsource_${OBJECT} := crypto/a.c\n\ndeps_${OBJECT} := \\\n  include/linux/kconfig.h \\\n  include/linux/s.h \\\n  crypto/own.h \\\n`,
  )
  for (const file of ['crypto/a.c', 'crypto/own.h', 'include/linux/s.h', 'include/linux/kconfig.h'])
    put(join(path, 'source', file), readFileSync(join(tree, file), 'utf8'))
  cpSync(join(dir, 'first/include'), join(path, 'build/include'), { recursive: true })
  mkdirSync(join(path, 'objects/crypto'), { recursive: true })
  cpSync(join(tree, OBJECT), join(path, 'objects', OBJECT))
  return { path, manifest }
}

test('an archive of a build in the tree is compiled again for either kind of build, and by what has changed only', async () => {
  const { path, manifest: inTree } = makeArchiveInTree()
  const ask = async (kernel: string, options: RecompileOptions = {}) =>
    must((await recompileAll(path, inTree, kernel, options)).get('a'))
  const same = { problem: null, differences: [], objects: [OBJECT] }
  const tree = join(dir, 'other-tree')
  cpSync(join(dir, 'tree'), tree, { recursive: true })
  expect(await ask(tree)).toEqual(same)
  expect(await ask(makeKernel('with-directory', HEADER))).toEqual(same)
  put(join(tree, 'include/linux/s.h'), HEADER.replace('int b;', 'int c; int b;'))
  for (const options of [{}, { changedOnly: true }]) {
    const { differences } = await ask(tree, options)
    expect(differences).toMatchObject([
      { object: OBJECT, text: expect.stringContaining('crypto/a.o: get()') },
    ])
  }
  const { wrapper, calls } = countedCompiler()
  calls()
  expect(await ask(makeKernel('unchanged', HEADER), { changedOnly: true, wrapper })).toEqual(same)
  expect(calls()).toBe(0)
})
