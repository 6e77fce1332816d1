// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { explain } from './explain.js'

const dir = scratch()
const SOURCE = `#include "kernel.h"
struct ops ops = { .start = 0, .last = plain };
int plain(struct big *b) { return b->inner.last; }
int pending(struct big *b) { return is_pending(b) ? -1 : 0; }
int constant(void) { return LIMIT; }
unsigned long size(void) { return sizeof(struct big); }
int state(int s) { return s == LIVE; }
long third(struct held *h) { return h->data[2]; }
long called(long x) { return outside(x); }
#ifdef CONFIG_CHECKS
static int checked(int x) { return x & 7; }
#else
static int checked(int x) { return x; }
#endif
int check(int x) { return checked(x); }
static int callback(void) { return 7; }
int (*chosen(void))(void) { return callback; }
const char *said(void) { return WORDS "words" + 3; }
`
const HEADER = `struct inner { long first; int last; };
struct big { int head; struct inner inner; int flags; };
struct ops { void *start; int (*last)(struct big *); };
enum state { NEW, LIVE };
struct held { int users; union { long data[4]; int name; }; };
long outside(long x);
int plain(struct big *b);
static inline int flag_of(struct big *b) { return b->flags & 1; }
#define AGAIN(x)
#define NOTE(x)
static inline int is_pending(struct big *b) { NOTE(b); return flag_of(b); }
#define LIMIT 100
#define WORDS
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
    [
      'inner.last is at 16, not at 8, big.flags is at 32, not at 24, struct big has 40 bytes, not 32 (inner.more is new)',
    ],
  ],
  [
    'a member of another size',
    HEADER.replace('int head;', 'int head[4];'),
    [
      'big.inner is at 16, not at 8, big.flags is at 32, not at 24, struct big has 40 bytes, not 32 (big.head has 16 bytes, not 4)',
    ],
  ],
  [
    'an array in a union without a name',
    HEADER.replace('int users;', 'int users; long more;'),
    ['held.data is at 16, not at 8 (held.more is new)'],
  ],
  [
    'an inlined function, also one that another one inlines',
    HEADER.replace('& 1', '& 2 && b->head'),
    ['inlined flag_of() of kernel.h has changed'],
  ],
  [
    'a function that is inlined no longer',
    HEADER.replace(/static inline int flag_of.*/, 'int flag_of(struct big *b);'),
    ['flag_of() of kernel.h is inlined no longer'],
  ],
  ['a macro', HEADER.replace('100', '200'), ['LIMIT of kernel.h is 200, not 100']],
  ['an enumerator', HEADER.replace('NEW,', 'NEW, WARM,'), ['LIVE of kernel.h is 2, not 1']],
  [
    'an argument',
    HEADER.replace('outside(long x)', 'outside(short x)'),
    ['outside() of kernel.h takes "short x", not "long x"'],
  ],
  [
    'what a function returns',
    HEADER.replace('long outside', 'int outside'),
    ['outside() of kernel.h is declared "int outside", not "long outside"'],
  ],
  [
    'an option',
    `${HEADER}#define CONFIG_CHECKS 1\n`,
    ['inlined checked() of a.c has changed (CONFIG_CHECKS is on, not off)'],
  ],
  [
    'a variable',
    HEADER.replace('void *start;', 'void *start; void *more;'),
    ['ops.last is at 16, not at 8 (ops.more is new)'],
  ],
  [
    'what comes to nothing is passed over for what is behind it',
    HEADER.replace('NOTE(b)', 'NOTE(b->head)').replace('& 1; }', '& 4; }'),
    ['inlined flag_of() of kernel.h has changed'],
  ],
  [
    'the only change, though nothing comes of it alone',
    HEADER.replace('#define NOTE(x)', '#define NOTE(x) AGAIN(x)').replace(
      '#define AGAIN(x)',
      '#define AGAIN(x) (x)->head++',
    ),
    ['NOTE of kernel.h has changed'],
  ],
  ['nothing', HEADER.replace('#define', '/* a comment */\n#define'), []],
])('the cause is named: %s', async (title, header, causes) => {
  const after = place(title.replace(/\W+/g, '-'), header)
  expect((await explain(job, before, after)).causes).toEqual(causes)
})

test('what is only elsewhere is no change', async () => {
  const longer = HEADER.replace('LIMIT 100', 'LIMIT (outside(1) + outside(2) + outside(3) + outside(4))')
  const after = place('longer', longer.replace('WORDS', 'WORDS "other "'))
  const { functions } = await explain(job, before, after)
  expect(functions.map(({ function: name }) => name)).toEqual(['constant', 'said'])
})

test('of each function the instructions that changed are counted', async () => {
  const after = place('counted', HEADER.replace('100', '200'))
  expect((await explain(job, before, after)).functions).toEqual([{ function: 'constant', changed: 1 }])
})
