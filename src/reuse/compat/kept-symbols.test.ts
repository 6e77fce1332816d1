// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { keptSymbols } from './kept-symbols.js'

/** Headers of a module, and a kernel that was built, with a command of kbuild. */
async function files(texts: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-symbols-'))
  const all = {
    'kernel/source/include/linux/export.h': '#define EXPORT_SYMBOL_GPL(x) extern __typeof__(x) x\n',
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
  return { headers: join(root, 'module'), kernel: { srctree, objtree }, srcArch: 'x86' }
}

const OLD = `extern int still_there(int a);
int only_here(int a);
int inlined(const void *data, unsigned int bytes);
int macro(int);
int removed(int a);
int takes_another(struct one *a);
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
static inline int takes_another(struct two *a) { return 0; }
`

test('what a kernel still has under the name is exported, and compiled first', async () => {
  const options = await files({
    'module/include/linux/demo.h': OLD,
    'kernel/source/include/linux/demo.h': NOW,
    'kernel/source/include/linux/other.h': 'static inline int elsewhere(void) { return 1; }\n',
  })
  const names = [
    'still_there',
    'only_here',
    'inlined',
    'macro',
    'removed',
    'takes_another',
    'elsewhere',
    'unknown',
  ]
  const { kept, gone } = await keptSymbols(names, options)
  expect(kept.map(({ symbol, as, header }) => [symbol, as, header])).toEqual([
    ['still_there', 'not exported', 'linux/demo.h'],
    ['inlined', 'inline function', 'linux/demo.h'],
    ['macro', 'macro', 'linux/demo.h'],
    ['elsewhere', 'inline function', 'linux/other.h'],
  ])
  expect(kept[1]?.source).toContain('return now_inlined(data, bytes);')
  expect(gone).toEqual([
    {
      symbol: 'only_here',
      reason: 'include/linux/demo.h declares it, but no object of the kernel defines it for others',
    },
    { symbol: 'removed', reason: 'no header of the kernel declares it' },
    { symbol: 'takes_another', reason: expect.stringMatching(/error: passing argument 1 .*incompatible/) },
    { symbol: 'unknown', reason: 'no header that the module was built with declares it' },
  ])
})

test('nothing is asked of a kernel that lacks nothing', async () => {
  const kernel = { srctree: '/nonexistent', objtree: '/nonexistent' }
  expect(await keptSymbols([], { headers: '/nonexistent', kernel, srcArch: 'x86' })).toEqual({
    kept: [],
    gone: [],
  })
})
