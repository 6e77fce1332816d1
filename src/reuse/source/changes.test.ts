// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { changesOf } from './changes.js'
import type { Cause } from './source-report.js'

const at = (path: string, text = '') => ({ path, line: 1, text })

function cause(name: string, more: Partial<Cause>): Cause {
  const home = { was: at('include/linux/a.h'), is: null }
  return { kind: 'name', name, members: [], change: 'gone', ...home, errors: 1, files: ['a.c'], ...more }
}

const aboutOf = (causes: readonly Cause[]) =>
  changesOf(causes, () => false).map(({ about, causes: of }) => [about, ...of.map(({ name }) => name)])

test('prototypes that lost or got the same type are one change', () => {
  const changed = (name: string, before: string, after: string) =>
    cause(name, {
      change: 'changed',
      was: at('include/linux/a.h', before),
      is: at('include/linux/b.h', after),
    })
  expect(
    aboutOf([
      changed(
        'done_t',
        'typedef void (*done_t)(struct req *r, int e)',
        'typedef void (*done_t)(void *r, int e)',
      ),
      changed('accept', 'int (*accept)(int flags)', 'int (*accept)(struct arg *arg)'),
      changed('done', 'void done(struct req *req, int e)', 'void done(void *data, int e)'),
      changed('exit', 'int exit(void)', 'void exit(void)'),
    ]),
  ).toEqual([
    ['struct req', 'done_t', 'done'],
    ['struct arg', 'accept'],
    ['linux/a.h', 'exit'],
  ])
})

test('what goes from several headers by the same word is one change, and the name of a header is no such word', () => {
  expect(
    aboutOf([
      cause('sock_no_sendpage', { was: at('include/net/sock.h') }),
      cause('struct proto_ops', { kind: 'member', members: ['sendpage'], was: at('include/linux/net.h') }),
      cause('skcipher_size', { was: at('include/crypto/internal/skcipher.h') }),
      cause('skcipher_walk', { was: at('include/crypto/skcipher.h') }),
      cause('stats_skcipher', {}),
    ]),
  ).toEqual([
    ['sendpage', 'sock_no_sendpage', 'struct proto_ops'],
    ['crypto/skcipher.h', 'skcipher_size', 'skcipher_walk'],
    ['linux/a.h', 'stats_skcipher'],
  ])
})

test('a header is a change of its own, and what moved is told from what is gone', () => {
  expect(
    aboutOf([
      cause('asm/a.h', { kind: 'header' }),
      cause('f', { change: 'moved', is: at('include/linux/b.h') }),
      cause('g', { change: 'moved', is: at('include/linux/b.h') }),
      cause('h', {}),
      cause('not understood', { kind: 'other', change: 'unknown', was: null }),
    ]),
  ).toEqual([
    ['linux/a.h → linux/b.h', 'f', 'g'],
    ['<asm/a.h>', 'asm/a.h'],
    ['linux/a.h', 'h'],
    ['not understood', 'not understood'],
  ])
})

test('the change that keeps most files comes first, and it is provided when all of it is', () => {
  const causes = [
    cause('f', { files: ['a.c'] }),
    cause('g', { files: ['b.c', 'c.c'], was: at('include/linux/own.h') }),
  ]
  const changes = changesOf(causes, header => header === 'include/linux/own.h')
  expect(changes.map(({ about, provided, files }) => [about, provided, files.length])).toEqual([
    ['linux/own.h', true, 2],
    ['linux/a.h', false, 1],
  ])
})
