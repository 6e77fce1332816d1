// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { ArchiveManifest } from '../../archive/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { recompile } from './witness.js'

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
    `savedcmd_${OBJECT} := ${command} ; ./tools/objtool/objtool\n`,
  )
  cpSync(source, join(archive, 'source'), { recursive: true })
  cpSync(join(build, 'include'), join(archive, 'build/include'), { recursive: true })
  put(join(archive, 'objects', OBJECT), '')
  cpSync(join(build, OBJECT), join(archive, 'objects', OBJECT))
  const compiler = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
  return { objects: [OBJECT], tools: { compiler } } as unknown as ArchiveManifest
}

const manifest = makeArchive()
const ask = (name: string, header: string) => recompile(archive, manifest, makeKernel(name, header))

test('a kernel whose headers mean the same gives the same code', async () => {
  const header = `/* longer */\n\nstruct unrelated { long x; };\n${HEADER}`
  expect(await ask('same', header)).toEqual({ problem: null, differences: [], objects: 1 })
})

test.each([
  ['a member moved', HEADER.replace('int b;', 'int c; int b;'), ['crypto/a.o: get()']],
  ['an inlined function changed', HEADER.replace('x + ', 'x - '), ['crypto/a.o: call()']],
  [
    'a function renamed',
    HEADER.replaceAll('outside', 'other').concat('#define outside other\n'),
    ['crypto/a.o: .text'],
  ],
])('%s: the place is named', async (title, header, differences) => {
  expect(await ask(title.replaceAll(' ', '-'), header)).toEqual({ problem: null, differences, objects: 1 })
})

test('sources that do not compile any more are a difference, with what the compiler says', async () => {
  const { differences } = await ask('gone', HEADER.replace('int b;', ''))
  expect(differences).toEqual([
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
