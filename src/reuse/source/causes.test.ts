// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { causesOf, type Headers, namesOf, type Problem, patchesFor } from './causes.js'
import { declarationsIn, declaredNames } from './declarations.js'
import { readDiagnostics } from './diagnostics.js'
import { subjectOf } from './subject.js'

const OLD = `/* done() */
typedef void (*done_t)(struct request *req, int err);
struct engine {
	int busy;
};
#define MOST 4
typedef struct {
	int a, b;
} pair_t;
int run(struct engine *e,
	int x);
`

test('errors are read with their notes, and nothing else', () => {
  const lines = [
    'In file included from a.h:1,',
    'a.c: In function f:',
    "a.c:3:4: warning: unused variable 'x' [-Wunused]",
    'a.c:3:4: note: of the warning',
    "a.c:5:6: error: passing argument 2 of 'f' from incompatible pointer type [-Werror=incompatible-pointer-types]",
    "a.h:9:1: note: expected 'done_t' {aka 'void (*)(void *, int)'} but argument is of type 'int *'",
    'b.c:1:10: fatal error: asm/gone.h: No such file or directory',
  ]
  const errors = readDiagnostics(lines)
  expect(errors.map(({ line, message, notes }) => [line, message, notes.length])).toEqual([
    [5, "passing argument 2 of 'f' from incompatible pointer type", 1],
    [1, 'asm/gone.h: No such file or directory', 0],
  ])
})

test.each([
  ['asm/gone.h: No such file or directory', { kind: 'header', name: 'asm/gone.h' }],
  ["'asm/gone.h' file not found", { kind: 'header', name: 'asm/gone.h' }],
  ["invalid use of undefined type 'struct engine'", { kind: 'type', name: 'struct engine' }],
  [
    "'const struct proto_ops' has no member named 'sendpage'; did you mean 'sendmsg'?",
    { kind: 'member', name: 'struct proto_ops', member: 'sendpage' },
  ],
  [
    "no member named 'sendpage' in 'struct proto_ops'",
    { kind: 'member', name: 'struct proto_ops', member: 'sendpage' },
  ],
  ["'MOST' undeclared (first use in this function)", { kind: 'name', name: 'MOST' }],
  ["implicit declaration of function 'run'; did you mean 'runs'?", { kind: 'name', name: 'run' }],
  ["conflicting types for 'run'; have 'int(int)'", { kind: 'clash', name: 'run' }],
  [
    "assignment to 'done_t' {aka 'void (*)(void *, int)'} from incompatible pointer type 'void (*)(struct request *, int)'",
    { kind: 'name', name: 'done_t' },
  ],
  [
    "passing argument 1 of 'run' makes pointer from integer without a cast",
    { kind: 'other', name: "passing argument 1 of 'run' makes pointer from integer without a cast" },
  ],
  ['something else', { kind: 'other', name: 'something else' }],
])('%s: what it is about', (message, subject) => {
  const place = { file: 'a.c', line: 1 }
  expect(subjectOf({ ...place, message, notes: [] }, { place, line: '', file: '' })).toEqual(subject)
})

test('a value that is no struct or pointer any more is about the type that it is declared with', () => {
  const file = [
    'struct ctx {',
    '\tu128 sum;',
    '};',
    'static barrett_t start(point_t p, barrett_t b)',
    '{',
    '\tctx->sum.b = 1;',
    '\tb->k = sizeof(*p);',
    '\treturn NULL;',
    '}',
    'int later(other_t p);',
  ]
  const about = (line: number, message: string) => {
    const place = { file: 'a.c', line }
    return subjectOf(
      { ...place, message, notes: [] },
      { place, line: file[line - 1] ?? '', file: file.join('\n') },
    )
  }
  const typed = (name: string) => ({ kind: 'name', name })
  expect(about(6, "request for member 'b' in something not a structure or union")).toEqual(typed('u128'))
  expect(about(7, "invalid type argument of '->' (have 'int')")).toEqual(typed('barrett_t'))
  expect(about(7, "invalid type argument of unary '*' (have 'int')")).toEqual(typed('point_t'))
  expect(
    about(
      8,
      "returning 'void *' from a function with return type 'int' makes integer from pointer without a cast",
    ),
  ).toEqual(typed('barrett_t'))
})

test('an argument is about the type that its function expects, or else about the function', () => {
  const place = { file: 'a.c', line: 1 }
  const about = (note: string) =>
    subjectOf(
      {
        ...place,
        message: "passing argument 2 of 'set' from incompatible pointer type",
        notes: [{ ...place, message: note }],
      },
      { place, line: '', file: '' },
    ).name
  expect(about("expected 'done_t' {aka 'void (*)(void *, int)'} but argument is of type 'x *'")).toBe(
    'done_t',
  )
  expect(about("expected 'struct a *' but argument is of type 'x *'")).toBe('set')
  // Each prototype declares its own when no header does.
  expect(about("expected 'struct a *' but argument is of type 'struct a *'")).toBe('struct a')
})

test('declarations are found with their lines, and not in comments', () => {
  const names = ['done_t', 'struct engine', 'MOST', 'pair_t', 'run', 'done', 'nowhere']
  expect(
    declarationsIn('include/a.h', OLD, names).map(([name, { line, kind, text }]) => [name, line, kind, text]),
  ).toEqual([
    ['done_t', 2, 'typedef', 'typedef void (*done_t)(struct request *req, int err)'],
    ['struct engine', 3, 'type', 'struct engine { int busy; }'],
    ['MOST', 6, 'macro', '#define MOST 4'],
    ['pair_t', 7, 'typedef', 'typedef struct { int a, b; } pair_t'],
    ['run', 10, 'function', 'int run(struct engine *e, int x)'],
  ])
  expect(declaredNames(OLD)).toEqual(['struct engine', 'MOST'])
})

const headersOf = (before: string, after: string, names: Iterable<string>): Headers => {
  const read = (path: string, text: string) =>
    new Map(declarationsIn(path, text, names).map(([name, declaration]) => [name, [declaration]]))
  return {
    before: read('include/a.h', before),
    after: read('include/b.h', after),
    moved: new Map([['asm/gone.h', { was: 'include/asm-generic/gone.h', is: 'include/linux/gone.h' }]]),
  }
}

test('many errors are few causes, those first that keep most files, each with the file that a patch is for', () => {
  const problems: Problem[] = [
    { subject: { kind: 'name', name: 'done_t' }, file: 'a.c', line: 'set(req, done);' },
    { subject: { kind: 'name', name: 'done_t' }, file: 'b.c', line: 'set(req, done);' },
    { subject: { kind: 'type', name: 'struct engine' }, file: 'a.c', line: 'e->busy' },
    { subject: { kind: 'other', name: 'not an integer' }, file: 'a.c', line: 'of(x, struct engine, busy)' },
    { subject: { kind: 'other', name: 'expected )' }, file: 'c.c', line: 'int x[MOST];' },
    { subject: { kind: 'other', name: "initialization of 'struct engine *'" }, file: 'a.c', line: 'start,' },
    { subject: { kind: 'header', name: 'asm/gone.h' }, file: 'c.c', line: '#include <asm/gone.h>' },
    { subject: { kind: 'other', name: '#error no' }, file: 'd.c', line: '#error no' },
  ]
  const after = OLD.replace('struct request *req', 'void *data').replace('#define MOST 4', '')
  const causes = causesOf(problems, headersOf(OLD, after, namesOf(problems)))
  expect(causes.map(({ name, change, files, errors }) => [name, change, files.length, errors])).toEqual([
    ['done_t', 'changed', 2, 2],
    ['struct engine', 'moved', 1, 3],
    ['#error no', 'unknown', 1, 1],
    ['MOST', 'gone', 1, 1],
    ['asm/gone.h', 'moved', 1, 1],
  ])
  expect(patchesFor(causes)).toEqual([
    { path: 'include/a.h', names: ['MOST'] },
    { path: 'include/asm-generic/gone.h', names: ['the header itself'] },
    { path: 'include/b.h', names: ['done_t', 'struct engine'] },
  ])
})
