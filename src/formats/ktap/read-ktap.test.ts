// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KtapTest, readKtap } from './index.js'

const outline = (tests: readonly KtapTest[]): unknown[] =>
  tests.map(t =>
    t.subtests.length === 0 ? `${t.status} ${t.name}` : [`${t.status} ${t.name}`, outline(t.subtests)],
  )

test('subtests nest by indentation, with statuses, plans and diagnostics', () => {
  const report = readKtap(`KTAP version 1
1..1
  KTAP version 1
  1..3
    KTAP version 1
    1..1
    # test_1: initializing test_1
    ok 1 test_1
  ok 1 example_test_1
    KTAP version 1
    1..2
    ok 1 test_1 # SKIP test_1 skipped
    ok 2 test_2
  ok 2 example_test_2
    KTAP version 1
    1..3
    ok 1 test_1
    # test_2: FAIL
    not ok 2 test_2
    ok 3 test_3 # SKIP test_3 skipped
  not ok 3 example_test_3
not ok 1 main_test
`)
  expect(outline(report.tests)).toEqual([
    [
      'fail main_test',
      [
        ['pass example_test_1', ['pass test_1']],
        ['pass example_test_2', ['skip test_1', 'pass test_2']],
        ['fail example_test_3', ['pass test_1', 'fail test_2', 'skip test_3']],
      ],
    ],
  ])
  expect(report).toMatchObject({ version: 'KTAP version 1', plan: 1, ok: false, problems: [] })
  expect(report.summary).toEqual({ passed: 3, failed: 1, skipped: 2, xfailed: 0, missing: 0 })
  const failed = report.tests[0]?.subtests[2]?.subtests[1]
  expect(failed?.lines).toEqual(['test_2: FAIL'])
  expect(report.tests[0]?.subtests[1]?.subtests[0]).toMatchObject({
    directive: 'SKIP',
    diagnostic: 'test_1 skipped',
  })
})

test('console lines between, printk times and carriage returns do not matter', () => {
  const report = readKtap(
    [
      'SeaBIOS (version 1.16.2)',
      'ok 1 said before anything began',
      '[    0.412345] KTAP version 1\r',
      '[    0.412399] 1..2\r',
      'random: crng init done',
      '[    0.500000]     # Subtest: inner\r',
      '[    0.500001]     1..1\r',
      '[    0.500002] alg: No test for foo (foo-generic)\r',
      '[    0.500003]     ok 1 leaf\r',
      '[    0.500004] ok 1 inner\r',
      'not okay, said someone',
      'ok 2 - with a dash # rcode=0',
    ].join('\n'),
  )
  expect(report.ok).toBe(true)
  expect(outline(report.tests)).toEqual([['pass inner', ['pass leaf']], 'pass with a dash'])
  expect(report.tests[1]?.diagnostic).toBe('rcode=0')
})

test('what introduces the subtests of a test is said of that test, as KUnit prints it into the log', () => {
  const report = readKtap(
    [
      '<6>[   24.100000] KTAP version 1',
      '<6>[   24.100001] 1..1',
      '<6>[   24.100002]     KTAP version 1',
      '<6>[   24.100003]     # Subtest: sha256',
      '<6>[   24.100004]     # module: sha256_kunit',
      '<6>[   24.100005]     1..3',
      '<6>[   24.200000]     ok 1 test_vectors',
      '<6>[   24.200001]         KTAP version 1',
      '<6>[   24.200002]         # Subtest: test_lengths',
      '<6>[   24.200003]         ok 1 empty',
      '<4>[   24.200004] random: crng reseeded',
      '<6>[   24.200005]         ok 2 long',
      '<6>[   24.200006]     # test_lengths: pass:2 fail:0 skip:0 total:2',
      '<6>[   24.200007]     ok 2 test_lengths',
      '<6>[   24.200008]     ok 3 test_irq # SKIP no timer',
      '<6>[   24.300000] # sha256: pass:2 fail:0 skip:1 total:3',
      '<6>[   24.300001] # Totals: pass:3 fail:0 skip:1 total:4',
      '<6>[   24.300002] ok 1 sha256',
    ].join('\n'),
  )
  expect(report).toMatchObject({ ok: true, problems: [], summary: { passed: 3, skipped: 1 } })
  const [suite] = report.tests
  expect(suite?.lines).toEqual([
    'Subtest: sha256',
    'module: sha256_kunit',
    'sha256: pass:2 fail:0 skip:1 total:3',
    'Totals: pass:3 fail:0 skip:1 total:4',
  ])
  const [vectors, lengths] = suite?.subtests ?? []
  expect(vectors?.lines).toEqual([])
  expect(lengths?.lines).toEqual(['Subtest: test_lengths', 'test_lengths: pass:2 fail:0 skip:0 total:2'])
})

test('announced tests that never report are missing, at every depth, and that is not ok', () => {
  const cut = readKtap('KTAP version 1\n1..5\nok 1 a\nok 3 c\n  KTAP version 1\n  1..4\n  ok 1 x\n')
  expect(cut.missing).toBe(3)
  expect(cut.summary).toEqual({ passed: 3, failed: 0, skipped: 0, xfailed: 0, missing: 6 })
  expect(cut.problems).toEqual(['1 subtests have no result line for the test they belong to'])
  expect(cut.ok).toBe(false)
  const silent = readKtap('KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  ok 1 x\nok 1 parent\n')
  expect(silent.tests[0]).toMatchObject({ status: 'fail', missing: 1, plan: 2 })
  expect(silent.ok).toBe(false)
})

test('a huge plan costs nothing', () => {
  expect(readKtap('TAP version 13\n1..999999999\n').summary.missing).toBe(999_999_999)
})

test('directives decide the status', () => {
  const report = readKtap(`TAP version 14
1..7
not ok 1 a # SKIP no such device
not ok 2 b # TODO later
not ok 3 c # XFAIL known
ok 4 d # TODO works by now
not ok 5 e # TIMEOUT 30 seconds
ok 6 f # ERROR no memory
ok 7 g # skip: lower case
`)
  expect(report.tests.map(t => t.status)).toEqual(['skip', 'xfail', 'xfail', 'pass', 'fail', 'fail', 'skip'])
  expect(report.tests[4]?.diagnostic).toBe('30 seconds')
})

test('a parent that says ok over a failed child has failed', () => {
  const report = readKtap('KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  not ok 1 x\nok 1 parent\n')
  expect(report.tests[0]?.status).toBe('fail')
  expect(report.summary.failed).toBe(1)
})

test('a parent that fails over children that passed counts as one failure', () => {
  const report = readKtap('KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  ok 1 x\nnot ok 1 parent\n')
  expect(report.summary).toMatchObject({ passed: 1, failed: 1 })
})

test('several documents one after the other add up', () => {
  const report = readKtap(
    'TAP version 13\n1..2\nok 1 a\nok 2 b\nsomething else\nKTAP version 1\n1..2\nok 1 c\n',
  )
  expect(report).toMatchObject({ plan: 4, missing: 1, ok: false, problems: [] })
  expect(report.tests.length).toBe(3)
})

test('a plan at the end counts, and one of nothing is a skip', () => {
  expect(readKtap('TAP version 13\nok 1 a\nok 2 b\n1..3\n').missing).toBe(1)
  expect(readKtap('TAP version 13\n1..0 # SKIP not here\n')).toMatchObject({
    ok: true,
    summary: { skipped: 1 },
  })
  expect(readKtap('KTAP version 1\n1..0\n').ok).toBe(false)
})

test('numbers twice or beyond the plan, and bailing out, are problems', () => {
  const report = readKtap('KTAP version 1\n1..2\nok 1 a\nok 1 a\nok 3 c\nBail out! no disk\n')
  expect(report.problems).toEqual([
    'test 1 (a) reported twice',
    'Bail out! no disk',
    'test 3 is beyond the plan of 2',
  ])
  expect(report.ok).toBe(false)
})

test('no output at all is not ok', () => {
  expect(readKtap('')).toMatchObject({ ok: false, tests: [], version: undefined })
  expect(readKtap('Kernel panic - not syncing: Attempted to kill init!').ok).toBe(false)
})

interface Planned {
  readonly ok: boolean
  readonly children: readonly Planned[]
}

const leaf: fc.Arbitrary<Planned> = fc.record({ ok: fc.boolean(), children: fc.constant([]) })
const node: fc.Memo<Planned> = fc.memo(depth =>
  depth <= 1 ? leaf : fc.record({ ok: fc.boolean(), children: fc.array(node(), { maxLength: 3 }) }),
)

function write(tests: readonly Planned[], indent: string): string {
  const lines = tests.map(({ ok, children }, i) => {
    const below = children.length === 0 ? '' : write(children, `${indent}  `)
    return `${below}${indent}${ok ? 'ok' : 'not ok'} ${i + 1} t${i}\n`
  })
  return `${indent}KTAP version 1\n${indent}1..${tests.length}\n${lines.join('')}`
}

test('a written tree of results is read back, noise or not', () => {
  const shape = (t: KtapTest): unknown => t.subtests.map(shape)
  const planned = (t: Planned): unknown => t.children.map(planned)
  const fails = (t: Planned): boolean => !t.ok || t.children.some(fails)
  fc.assert(
    fc.property(
      fc.array(node(4), { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[a-z[\]. ]{0,12}$/),
      (tests, noise) => {
        const report = readKtap(write(tests, '').replaceAll('\n', `\n${noise}\n`))
        expect(report.tests.map(shape)).toEqual(tests.map(planned))
        expect(report.ok).toBe(!tests.some(fails))
        expect(report.problems).toEqual([])
      },
    ),
    { numRuns: 200 },
  )
})

test('any text gives a report', () => {
  const line = fc.constantFrom(
    'KTAP version 1',
    '1..2',
    '  ok 1 a',
    'not ok 1 b # SKIP',
    '    1..1',
    ' TAP version 13',
    '# x',
    'Bail out!',
    '        ok 9',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), lines => readKtap(lines.join('\n')).ok !== undefined),
    { numRuns: 1000 },
  )
  const deep = Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}1..1`).join('\n')
  expect(readKtap(deep).problems.length).toBeGreaterThan(0)
})
