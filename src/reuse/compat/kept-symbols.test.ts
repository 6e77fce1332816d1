// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { planEdits } from '../../edit/index.js'
import { compatRecipe } from './compat-recipe.js'
import { compileKept } from './compile-kept.js'
import { type KeptSymbolsOptions, keptSymbols } from './kept-symbols.js'

/** Headers of a module, and a kernel that was built, with a command of kbuild. */
async function files(texts: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-symbols-'))
  const all = {
    'kernel/source/include/linux/export.h': '#define EXPORT_SYMBOL_GPL(x) extern __typeof__(x) x\n',
    'kernel/source/lib/Makefile': 'obj-y += x.o\n',
    'kernel/build/lib/.x.o.cmd':
      'savedcmd_lib/x.o := gcc -Wp,-MMD,lib/.x.o.d -nostdinc -I../source/include -c -o lib/x.o ../source/lib/x.c\n\nsource_lib/x.o := ../source/lib/x.c\n\ndeps_lib/x.o := \\\n',
    'kernel/build/System.map': 'ffffffff81000000 T still_there\nffffffff81000010 t only_here\n',
    ...texts,
  }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const [srctree, objtree] = ['source', 'build'].map(name => join(root, 'kernel', name)) as [string, string]
  return { frozen: join(root, 'module'), kernel: { srctree, objtree }, srcArch: 'x86' }
}

/** Candidates, and what of them compiles with the headers edited. */
async function compiled(names: readonly string[], options: KeptSymbolsOptions) {
  const found = await keptSymbols(names, options)
  const { recipe } = await compatRecipe(options.kernel.srctree, [], found.kept)
  const plan = await planEdits(options.kernel.srctree, recipe)
  const edited = new Map(plan.files.map(({ path, newContent }) => [path, Buffer.from(newContent).toString()]))
  const { kept, gone } = await compileKept(found.kept, edited, options.kernel)
  return { kept, gone: [...found.gone, ...gone], edited, plan }
}

const OLD = `extern int still_there(int a);
int only_here(int a);
int inlined(const void *data, unsigned int bytes);
int macro(int);
int removed(int a);
int takes_another(struct one *);
int elsewhere(void);
`

const NOW = `extern int still_there(int a);
int only_here(int a);
int longer(const void *data, unsigned int bytes, int flags);
static inline int inlined(const void *data, unsigned int bytes)
{
	return longer(data, bytes, 0);
}
int next(int a);
#define macro(a) next(a)
struct one; struct two;
int two(struct two *a);
#define takes_another(a) two(a)
`

test('what a kernel still has under the name is exported, and compiles', async () => {
  const options = await files({
    'module/include/linux/demo.h': OLD,
    'kernel/source/include/linux/demo.h': NOW,
    'kernel/source/include/linux/other.h': 'static inline int elsewhere(void)\n{\n\treturn 1;\n}\n',
  })
  const names = [
    ...['still_there', 'only_here', 'inlined', 'macro'],
    ...['removed', 'takes_another', 'elsewhere', 'unknown', '../(x+)+'],
  ]
  const { kept, gone, edited, plan } = await compiled(names, options)
  expect(kept.map(({ symbol, as, path }) => [symbol, as, path])).toEqual([
    ['still_there', 'not exported', 'include/linux/demo.h'],
    ['inlined', 'inline function', 'include/linux/demo.h'],
    ['macro', 'macro', 'include/linux/demo.h'],
    ['elsewhere', 'inline function', 'include/linux/other.h'],
  ])
  expect(gone).toEqual([
    {
      symbol: 'only_here',
      reason: 'include/linux/demo.h declares it, but no object of the kernel defines it for others',
    },
    { symbol: 'removed', reason: 'no header of the kernel declares it' },
    { symbol: 'unknown', reason: 'no header that the module was built with declares it' },
    { symbol: '../(x+)+', reason: 'it is no name of C' },
    { symbol: 'takes_another', reason: expect.stringMatching(/error: passing argument 1 .*incompatible/) },
  ])
  expect(edited.get('include/linux/demo.h')).toContain(
    'int inlined(const void *data, unsigned int bytes);\nint next(int a);\nint macro(int arg0);\nstruct one;',
  )
  expect(edited.get('lib/Makefile')).toBe('obj-y += x.o\nobj-y += compat/\n')
  expect(plan.newFiles.map(({ path }) => path)).toContain('lib/compat/inlined.c')
})

test('nothing is asked of a kernel that lacks nothing', async () => {
  const kernel = { srctree: '/nonexistent', objtree: '/nonexistent' }
  const options = { frozen: '/nonexistent', kernel, srcArch: 'x86' }
  expect(await keptSymbols([], options)).toEqual({ kept: [], gone: [] })
})
