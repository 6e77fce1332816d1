// SPDX-License-Identifier: GPL-2.0-only
import { consoleLine } from '../dmesg/index.js'
import { linesOf } from '../lines/index.js'
import { type KtapResultLine, parseLine } from './parse-line.js'

/** `xfail` is a failure that was announced (TODO, XFAIL) and does not count as one. */
export type KtapStatus = 'pass' | 'fail' | 'skip' | 'xfail'

export interface KtapTest {
  readonly number: number
  readonly name: string
  /** `fail` also when a subtest failed or is missing, whatever the result line says. */
  readonly status: KtapStatus
  /** SKIP, TODO, XFAIL, TIMEOUT or ERROR. */
  readonly directive: string | undefined
  /** The text behind the hash sign of the result line. */
  readonly diagnostic: string
  /** Diagnostic lines (`# ...`): those that introduce its subtests, then those between them and its result line. */
  readonly lines: readonly string[]
  /** Announced number of subtests. */
  readonly plan: number | undefined
  readonly subtests: readonly KtapTest[]
  /** How many announced subtests never reported. */
  readonly missing: number
}

/** Counts of the tests that have no subtests, and of the announced ones that never reported, at any depth. */
export interface KtapSummary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly xfailed: number
  readonly missing: number
}

export interface KtapReport {
  /** Such as `KTAP version 1`; undefined when no version line was seen. */
  readonly version: string | undefined
  readonly plan: number | undefined
  readonly tests: readonly KtapTest[]
  readonly missing: number
  readonly summary: KtapSummary
  /** What is wrong with the output itself: numbers twice or beyond the plan, results that never came, bail outs. */
  readonly problems: readonly string[]
  /** Something was tested or skipped as a whole, and nothing failed, is missing, or is wrong. */
  readonly ok: boolean
}

/** Deeper lines are not results of any sane test; bounds what readers of the tree have to recurse through. */
const MAX_DEPTH = 32

/** The tests seen at one indentation, up to the result line of their parent. */
interface Level {
  readonly indent: number
  readonly tests: KtapTest[]
  /** What introduces the level: `Subtest: sha256`, `module: sha256_kunit`. It is about the parent. */
  readonly heading: string[]
  plan: number | undefined
  missing: number
  /** Numbers seen since the last version line. */
  seen: Set<number>
  seenPlan: number | undefined
  skipped: boolean
}

interface State {
  readonly levels: Level[]
  readonly problems: string[]
  version: string | undefined
  pending: string[]
}

/**
 * Reads the results out of console output: KTAP 1 and 2, and TAP 13 and 14 with numbered results. Lines may have printk's
 * prefix; other lines between are passed over. Nesting is by indentation. Results before the first version or plan line do not count.
 * Never throws: what is wrong is told in `problems`.
 */
export function readKtap(text: string): KtapReport {
  const state: State = { levels: [], problems: [], version: undefined, pending: [] }
  for (const { text: line } of linesOf(text)) {
    const { message } = consoleLine(line)
    const body = message.trimStart()
    takeLine(state, message.length - body.length, body.trimEnd())
  }
  while (state.levels.length > 1) foldOrphans(state)
  return reportOf(state)
}

function takeLine(state: State, indent: number, body: string): void {
  const line = parseLine(body)
  switch (line.kind) {
    case 'version': {
      state.version ??= line.version
      const level = levelAt(state, indent)
      if (level !== undefined) endGroup(state, level)
      return
    }
    case 'plan': {
      const level = levelAt(state, indent)
      if (level === undefined) return
      if (level.seenPlan !== undefined) endGroup(state, level)
      level.seenPlan = line.plan
      introduce(state, level)
      if (line.plan === 0 && line.skip !== undefined) level.skipped = true
      return
    }
    case 'result':
      if (state.levels.length > 0) takeResult(state, indent, line)
      return
    case 'diagnostic': {
      const level = state.levels.at(-1)
      if (level === undefined) return
      state.pending.push(line.text)
      // Parameterised tests of KUnit have no plan that would end the introduction.
      if (level.indent === indent && line.text.startsWith('Subtest:')) introduce(state, level)
      return
    }
    case 'bail-out':
      if (state.levels.length > 0) state.problems.push(`Bail out! ${line.text}`.trim())
  }
}

/** The diagnostic lines before a plan are about the parent, unless tests were reported since: those have theirs first. */
function introduce(state: State, level: Level): void {
  if (level.seen.size > 0) return
  level.heading.push(...state.pending)
  state.pending = []
}

/** The level of that indentation, opened when there is none; deeper ones that wait for a result get a failed one. */
function levelAt(state: State, indent: number): Level | undefined {
  const { levels } = state
  while (levels.length > 1 && (levels.at(-2)?.indent ?? -1) >= indent) foldOrphans(state)
  const top = levels.at(-1)
  if (top !== undefined && top.indent > indent) {
    levels.push({ ...newLevel(indent), tests: [orphan(state, endLevel(state))] })
    return levels.at(-1)
  }
  if (top?.indent === indent) return top
  if (levels.length >= MAX_DEPTH) {
    state.problems.push(`nesting deeper than ${MAX_DEPTH} levels`)
    return undefined
  }
  levels.push(newLevel(indent))
  return levels.at(-1)
}

function takeResult(state: State, indent: number, line: KtapResultLine): void {
  const { levels } = state
  while (levels.length > 1 && (levels.at(-2)?.indent ?? -1) > indent) foldOrphans(state)
  const children = (levels.at(-1)?.indent ?? 0) > indent ? endLevel(state) : undefined
  const level = levelAt(state, indent)
  if (level === undefined) return
  if (level.seen.has(line.number)) state.problems.push(`test ${line.number} (${line.name}) reported twice`)
  level.seen.add(line.number)
  level.tests.push(testOf(line, children, state.pending))
  state.pending = []
}

function newLevel(indent: number): Level {
  return {
    indent,
    tests: [],
    heading: [],
    plan: undefined,
    missing: 0,
    seen: new Set(),
    seenPlan: undefined,
    skipped: false,
  }
}

/** Compares what was seen since the last version line with its plan. */
function endGroup(state: State, level: Level): void {
  const { seenPlan, seen } = level
  if (seenPlan !== undefined) {
    const beyond = [...seen].filter(number => number < 1 || number > seenPlan)
    for (const number of beyond) state.problems.push(`test ${number} is beyond the plan of ${seenPlan}`)
    level.plan = (level.plan ?? 0) + seenPlan
    level.missing += seenPlan - (seen.size - beyond.length)
  }
  level.seenPlan = undefined
  level.seen = new Set()
}

/** Takes the deepest level off. */
function endLevel(state: State): Level {
  const level = state.levels.pop() ?? newLevel(0)
  endGroup(state, level)
  return level
}

/** Gives the deepest level, whose parent never reported, a failed parent in the level above. */
function foldOrphans(state: State): void {
  const test = orphan(state, endLevel(state))
  state.levels.at(-1)?.tests.push(test)
}

function orphan(state: State, children: Level): KtapTest {
  state.problems.push(`${children.tests.length} subtests have no result line for the test they belong to`)
  const line = { ok: false, number: 0, name: '', directive: undefined, diagnostic: 'no result line' }
  return testOf(line, children, [])
}

function testOf(line: KtapResultLine, children: Level | undefined, lines: readonly string[]): KtapTest {
  const subtests = children?.tests ?? []
  const missing = children?.missing ?? 0
  const below = missing > 0 || subtests.some(test => test.status === 'fail')
  const { number, name, directive, diagnostic } = line
  const status = below ? 'fail' : statusOf(line)
  const said = [...(children?.heading ?? []), ...lines]
  return { number, name, status, directive, diagnostic, lines: said, plan: children?.plan, subtests, missing }
}

function statusOf({ ok, directive }: KtapResultLine): KtapStatus {
  if (directive === 'SKIP') return 'skip'
  if (directive === 'TIMEOUT' || directive === 'ERROR') return 'fail'
  if (ok) return 'pass'
  return directive === 'TODO' || directive === 'XFAIL' ? 'xfail' : 'fail'
}

function reportOf(state: State): KtapReport {
  const { version, problems } = state
  const root = state.levels.length === 0 ? newLevel(0) : endLevel(state)
  const { tests, plan, missing } = root
  const counts = { passed: 0, failed: 0, skipped: root.skipped ? 1 : 0, xfailed: 0, missing }
  for (const test of tests) count(test, counts)
  const something = tests.length > 0 || root.skipped
  const ok = something && counts.failed === 0 && counts.missing === 0 && problems.length === 0
  return { version, plan, tests, missing, summary: counts, problems, ok }
}

const COUNTED = { pass: 'passed', fail: 'failed', skip: 'skipped', xfail: 'xfailed' } as const

function count(test: KtapTest, counts: { -readonly [K in keyof KtapSummary]: number }): void {
  counts.missing += test.missing
  for (const subtest of test.subtests) count(subtest, counts)
  const explained = test.missing > 0 || test.subtests.some(subtest => subtest.status === 'fail')
  if (test.subtests.length === 0 ? test.missing === 0 : test.status === 'fail' && !explained)
    counts[COUNTED[test.status]]++
}
