// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { explain } from './explain.js'

const dir = scratch()
const SOURCE = `#include "kernel.h"
int plain(struct big *b) { return b->inner.last; }
int pending(struct big *b) { return is_pending(b) ? -1 : 0; }
int constant(void) { return LIMIT; }
unsigned long size(void) { return sizeof(struct big); }
`
const HEADER = `struct inner { long first; int last; };
struct big { int head; struct inner inner; int flags; };
static inline int flag_of(struct big *b) { return b->flags & 1; }
static inline int is_pending(struct big *b) { return flag_of(b); }
#define LIMIT 100
`

function place(name: string, header: string): string {
  const cwd = join(dir, name)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'kernel.h'), header)
  writeFileSync(join(cwd, 'a.c'), SOURCE)
  return cwd
}

const before = place('before', HEADER)
const job = {
  object: 'a.o',
  command: { compiler: 'gcc', args: ['-O2', '-fcf-protection=none', '-c', '-o', 'a.o', 'a.c'] },
}

test.each([
  [
    'a member that moved, in a struct that is in another',
    HEADER.replace('long first;', 'long first; long more;'),
    ['inner.last is at 16, not at 8', 'big.flags is at 32, not at 24', 'struct big has 40 bytes, not 32'],
  ],
  [
    'an inlined function, also one that another one inlines',
    HEADER.replace('& 1', '& 2 && b->head'),
    ['inlined flag_of() of kernel.h has changed'],
  ],
  ['a macro', HEADER.replace('100', '200'), ['a macro in constant() gives "200; }", not "100; }"']],
  ['nothing', HEADER.replace('#define', '/* a comment */\n#define'), []],
])('the cause is named: %s', async (title, header, causes) => {
  const after = place(title.replace(/\W+/g, '-'), header)
  expect((await explain(job, before, after)).causes).toEqual(causes)
})

test('of each function the instructions that changed are counted', async () => {
  const after = place('counted', HEADER.replace('100', '200'))
  expect((await explain(job, before, after)).functions).toEqual([{ function: 'constant', changed: 1 }])
})
