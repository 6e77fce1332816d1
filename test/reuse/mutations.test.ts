// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { ArchiveManifest } from '../../src/archive/index.js'
import { scratch } from '../../src/formats/testing/scratch.js'
import { judgeModules, openKernel, openModules, recompile } from '../../src/reuse/index.js'

// A kernel of few headers, made up for this test, and a module of two objects that uses all of what is then changed, one
// thing at a time. Compiled and judged by the code that judges real kernels.

const dir = scratch()
const OBJECTS = ['crypto/a.o', 'crypto/b.o']

const KERNEL: Readonly<Record<string, string>> = {
  'source/include/linux/kconfig.h': '#include <generated/autoconf.h>\n#include <linux/base.h>\n',
  'source/include/linux/base.h': `/* what everybody includes */
#define PAGE 4096
#define UNUSED_LIMIT 7
enum state { STATE_NEW, STATE_LIVE, STATE_DEAD };
struct inner { long a; char flag; };
struct work { char kind; long data; struct inner inner; int last; };
struct opaque { int x; int y; };
struct ops { int (*run)(struct work *); void (*stop)(struct work *); };
struct unrelated { long x; };
struct config_dependent {
#ifdef CONFIG_DEBUG
	long debug;
#endif
	int value;
};
static inline int add(int x, int y) { return x + y; }
static inline int step(int x) { return add(x, 1); }
static inline int twice(int x) { return 2 * x; }
static inline int never_called(int x) { return x; }
int outside(int x);
long measured(struct opaque *o);
struct opaque *get_opaque(void);
`,
  'build/include/generated/autoconf.h': '#define CONFIG_STEP 1\n',
  'build/include/generated/utsrelease.h': '#define UTS_RELEASE "6.12.1"\n',
  'build/.config': 'CONFIG_X86_64=y\nCONFIG_SMP=y\nCONFIG_MODULES=y\n',
  'build/Module.symvers': ['outside', 'measured', 'get_opaque']
    .map(name => `0x00000000\t${name}\tvmlinux\tEXPORT_SYMBOL\t\n`)
    .join(''),
}

const OWN: Readonly<Record<string, string>> = {
  'crypto/a.c': `#include "own.h"
int read_last(struct work *w) { return w->last; }
char *flag_of(struct work *w) { return &w->inner.flag; }
long data_of(struct work *w) { return w->data; }
int call(int x) { return outside(step(x)); }
int is_live(enum state s) { return s == STATE_LIVE; }
`,
  'crypto/b.c': `#include "own.h"
static int run(struct work *w) { return w->kind; }
static struct ops ops = { .run = run };
struct ops *our_ops(void) { return &ops; }
int room(int x) { return twice(x) % PAGE; }
long pass(void) { return measured(get_opaque()); }
int value(struct config_dependent *c) { return c->value + sizeof(struct inner); }
`,
  'crypto/own.h': '#define OWN 3\n',
}

const MODULE = `
	.section .modinfo,"a"
	.asciz "name=demo", "vermagic=6.12.1 SMP ", "license=LICENSE"
	.section .gnu.linkonce.this_module,"aw"
	.zero 64
`

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A change of one file of the kernel; texts that are not there are a mistake in this test. */
interface Mutation {
  readonly file: string
  readonly from: string
  readonly to: string
}

let kernels = 0

/** A kernel with one thing changed; gives its build directory. */
function makeKernel(mutation?: Mutation): string {
  const root = join(dir, `kernel-${kernels++}`)
  for (const [path, text] of Object.entries(KERNEL)) {
    const changed = mutation?.file === path ? text.replace(mutation.from, () => mutation.to) : text
    if (mutation?.file === path) expect(changed).not.toBe(text)
    put(join(root, path), changed)
  }
  put(join(root, 'build/Makefile'), `include ${root}/source/Makefile\n`)
  return join(root, 'build')
}

/** The module, as it was built for the kernel, and its archive. */
function makeArchive(): { archive: string; manifest: ArchiveManifest } {
  const [build, archive] = [makeKernel(), join(dir, 'archive')]
  const source = join(dirname(build), 'source')
  for (const [path, text] of Object.entries(OWN)) put(join(source, path), text)
  mkdirSync(join(build, 'crypto'), { recursive: true })
  for (const object of OBJECTS) {
    const file = object.replace(/o$/, 'c')
    const command = `gcc -O2 -ffunction-sections -fno-asynchronous-unwind-tables -I${source}/include -I./include -include ${source}/include/linux/kconfig.h -fmacro-prefix-map=${source}/= -Werror=incompatible-pointer-types -c -o ${object} ${source}/${file}`
    execFileSync('sh', ['-c', command], { cwd: build })
    put(
      join(archive, 'commands', object.replace('/', '/.').concat('.cmd')),
      `savedcmd_${object} := ${command}\n\nsource_${object} := ${source}/${file}\n\n` +
        `deps_${object} := \\\n  ${source}/include/linux/kconfig.h \\\n  ${source}/include/linux/base.h \\\n  ${source}/crypto/own.h \\\n`,
    )
    cpSync(join(build, object), join(archive, 'objects', object))
  }
  cpSync(source, join(archive, 'source'), { recursive: true })
  cpSync(join(build, 'include'), join(archive, 'build/include'), { recursive: true })
  const compiler = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
  for (const license of ['GPL', 'Proprietary']) {
    put(join(dir, `${license}.s`), MODULE.replace('LICENSE', license))
    const objects = OBJECTS.map(object => join(build, object))
    execFileSync('gcc', ['-c', '-o', join(dir, `${license}.o`), join(dir, `${license}.s`)])
    execFileSync('ld', ['-r', '-o', join(dir, `${license}.ko`), join(dir, `${license}.o`), ...objects])
  }
  const modules = [{ name: 'demo', objects: OBJECTS, differs: null }]
  return { archive, manifest: { modules, files: [], tools: { compiler } } as unknown as ArchiveManifest }
}

const { archive, manifest } = makeArchive()

async function judge(mutation?: Mutation, module = 'GPL') {
  const path = makeKernel(mutation)
  const recompiled = await recompile(archive, manifest, path)
  // What is not compiled because nothing that it reads has changed would have been the same.
  expect(await recompile(archive, manifest, path, { changedOnly: true })).toEqual(recompiled)
  const modules = await openModules([join(dir, `${module}.ko`)])
  const { verdict, reasons } = judgeModules(modules, await openKernel(path), { recompiled })
  const decides = verdict === 'breaks' ? ['breaks'] : ['breaks', 'unseen']
  const why = reasons.filter(({ effect }) => decides.includes(effect)).map(({ text }) => text)
  // The compiler quotes as the locale has it.
  return { verdict, why: why.map(text => text.replace(/[‘’]/g, "'")) }
}

const header = (from: string, to: string): Mutation => ({ file: 'source/include/linux/base.h', from, to })
const symvers = (from: string, to: string): Mutation => ({ file: 'build/Module.symvers', from, to })
const KERNEL_ADD =
  'static inline int add(int x, int y) { return x + y; }\nstatic inline int step(int x) { return add(x, 1); }'
const EXPORT = '0x00000000\toutside\tvmlinux\tEXPORT_SYMBOL\t\n'

test('the kernel that it was made for', async () => {
  expect(await judge()).toEqual({ verdict: 'fits', why: [] })
})

test.each<[string, Mutation]>([
  ['a comment', header('what everybody includes', 'what all\n * of them include')],
  ['an unrelated struct', header('struct unrelated { long x; }', 'struct unrelated { char c; long x; }')],
  ['a struct that it has only pointers to', header('int x; int y; };', 'int y; long z; int x; };')],
  ['a macro that it does not use', header('UNUSED_LIMIT 7', 'UNUSED_LIMIT 8')],
  ['an inlined function that it does not call', header('{ return x; }', '{ return x - 1; }')],
  [
    'an inlined function with an argument that is not used',
    header(
      KERNEL_ADD,
      'static inline int add(int x, int y, int unused) { return x + y; }\nstatic inline int step(int x) { return add(x, 1, 2); }',
    ),
  ],
  [
    'an inlined function that says the same in other words',
    header('{ return add(x, 1); }', '{ int y = x; y++; return y; }'),
  ],
  ['a member that fills a hole', header('char kind; long data;', 'char kind; char hole; long data;')],
  [
    'a member at the end of a struct that it has only pointers to',
    header('inner; int last; }', 'inner; int last; long more; }'),
  ],
  [
    'a member in the hole at the end of an embedded struct',
    header('long a; char flag; }', 'long a; char flag; char more; }'),
  ],
  ['a member renamed that it does not name', header('long a; char flag;', 'long b; char flag;')],
  ['an enumerator at the end', header('STATE_DEAD }', 'STATE_DEAD, STATE_GONE }')],
  ['a new prototype', header('int outside(int x);', 'int outside(int x);\nint inside(int x);')],
  ['a new export', symvers(EXPORT, `${EXPORT}0x00000000\tinside\tvmlinux\tEXPORT_SYMBOL\t\n`)],
  [
    'an export that becomes one for GPL modules, as this is one',
    symvers('outside\tvmlinux\tEXPORT_SYMBOL', 'outside\tvmlinux\tEXPORT_SYMBOL_GPL'),
  ],
  [
    'an option that nothing in it asks for',
    { file: 'build/include/generated/autoconf.h', from: 'STEP 1\n', to: 'STEP 1\n#define CONFIG_OTHER 1\n' },
  ],
])('fits: %s', async (_, mutation) => {
  expect(await judge(mutation)).toEqual({ verdict: 'fits', why: [] })
})

/** What is told of objects, in their order. */
const compiled = (...places: readonly string[]) =>
  places.map(place => `compiled for that kernel it is another: ${place}`)

test.each<[string, Mutation, readonly unknown[]]>([
  [
    'a member at the front',
    header('struct work { ', 'struct work { long first; '),
    compiled(
      'crypto/a.o: read_last(), flag_of(), data_of(), 3 instructions: work.last is at 40, not at 32, work.inner is at 24, not at 16, work.data is at 16, not at 8 (work.first is new)',
      'crypto/b.o: run(), 1 instruction: work.kind is at 8, not at 0 (work.first is new)',
    ),
  ],
  [
    'a member that moves one behind it',
    header('long data; struct inner', 'struct inner before; long data; struct inner'),
    compiled(
      'crypto/a.o: read_last(), flag_of(), data_of(), 3 instructions: work.last is at 48, not at 32, work.inner is at 32, not at 16, work.data is at 24, not at 8 (work.before is new)',
    ),
  ],
  [
    'a member at the end of an embedded struct',
    header('long a; char flag; }', 'long a; char flag; long more; }'),
    compiled(
      'crypto/a.o: read_last(), 1 instruction: work.last is at 40, not at 32 (inner.more is new)',
      'crypto/b.o: value(), 1 instruction: struct inner has 24 bytes, not 16 (inner.more is new)',
    ),
  ],
  [
    'a member of another type',
    header('struct work { char kind; long data;', 'struct work { char kind; int data;'),
    compiled(
      'crypto/a.o: read_last(), flag_of(), data_of(), 3 instructions: work.last is at 24, not at 32, work.inner is at 8, not at 16, struct work has 32 bytes, not 40 (work.data has 4 bytes, not 8)',
    ),
  ],
  [
    'a member renamed',
    header('int last; };', 'int final; };'),
    compiled(
      "crypto/a.o cannot be compiled: ../source/crypto/a.c:2:41: error: 'struct work' has no member named 'last'",
    ),
  ],
  [
    'an enumerator before one that it uses',
    header('{ STATE_NEW, ', '{ STATE_NEW, STATE_WARM, '),
    compiled('crypto/a.o: is_live(), 1 instruction: STATE_LIVE of include/linux/base.h is 2, not 1'),
  ],
  [
    'an inlined function',
    header('add(x, 1)', 'add(x, 2)'),
    compiled('crypto/a.o: call(), 1 instruction: inlined step() of include/linux/base.h has changed'),
  ],
  [
    'a constant',
    header('PAGE 4096', 'PAGE 8192'),
    compiled('crypto/b.o: room(), 2 instructions: PAGE of include/linux/base.h is 8192, not 4096'),
  ],
  [
    'an argument of a prototype',
    header('int outside(int x);', 'int outside(int x, int y);'),
    compiled(
      "crypto/a.o cannot be compiled: ../source/crypto/a.c:5:26: error: too few arguments to function 'outside'",
    ),
  ],
  [
    'an argument that is wider',
    header('int outside(int x);', 'int outside(long x);'),
    compiled(
      'crypto/a.o: call(), 1 instruction: outside() of include/linux/base.h takes "long x", not "int x"',
    ),
  ],
  [
    'a function that returns another type',
    header('long measured(', 'int measured('),
    compiled(
      'crypto/b.o: pass(), 5 instructions: measured() of include/linux/base.h is declared "int measured", not "long measured"',
    ),
  ],
  [
    'a callback with another argument',
    header('(*run)(struct work *)', '(*run)(struct opaque *)'),
    compiled(
      "crypto/b.o cannot be compiled: ../source/crypto/b.c:3:34: error: initialization of 'int (*)(struct opaque *)' from incompatible pointer type 'int (*)(struct work *)' [-Werror=incompatible-pointer-types]",
    ),
  ],
  [
    'another order of callbacks',
    header('struct ops { ', 'struct ops { void (*start)(void); '),
    compiled('crypto/b.o: .data.rel.local: ops.run is at 8, not at 0 (ops.start is new)'),
  ],
  [
    'an option that a struct depends on',
    { file: 'build/include/generated/autoconf.h', from: 'STEP 1\n', to: 'STEP 1\n#define CONFIG_DEBUG 1\n' },
    compiled(
      'crypto/b.o: value(), 1 instruction: config_dependent.value is at 8, not at 0 (CONFIG_DEBUG is on, not off)',
    ),
  ],
  ['an export removed', symvers(EXPORT, ''), ['outside is not exported by the kernel']],
  [
    'an export in a namespace',
    symvers('outside\tvmlinux\tEXPORT_SYMBOL\t', 'outside\tvmlinux\tEXPORT_SYMBOL\tINNER'),
    ['outside is in the namespace INNER, which the module does not import'],
  ],
  [
    'an option that vermagic names',
    { file: 'build/.config', from: 'CONFIG_SMP=y\n', to: '' },
    ['it was made for a kernel with "SMP", this one is ""'],
  ],
])('breaks: %s', async (_, mutation, why) => {
  expect(await judge(mutation)).toEqual({ verdict: 'breaks', why })
})

test('an export for GPL modules breaks one of another licence', async () => {
  const mutation = symvers('outside\tvmlinux\tEXPORT_SYMBOL', 'outside\tvmlinux\tEXPORT_SYMBOL_GPL')
  expect(await judge(mutation, 'Proprietary')).toEqual({
    verdict: 'breaks',
    why: ['outside is for GPL modules only, and this is none'],
  })
})
