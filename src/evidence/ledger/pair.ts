// SPDX-License-Identifier: GPL-2.0-only
import type { Fact } from './fact.js'
import type { KernelFact, KnownKernel } from './kernels.js'
import type { LedgerEvidence, LedgerKernel } from './ledger-report.js'

/** What the facts about a kernel prove of one module in it. */
export function pairOf(kernel: KnownKernel, sha256: string, inUse: boolean): LedgerKernel {
  const facts = kernel.facts
    .filter(({ modules }) => modules.some(module => module.sha256 === sha256))
    .sort(inOrder)
  const carries = facts.some(({ what }) => what !== 'reuse')
  const no = MODES.flatMap(({ of, words }) => (newestBoot(facts, of)?.answer === 'no' ? [words] : []))
  const contradicted =
    no.length > 0 ||
    verdictOf(facts)?.result === 'breaks' ||
    (['prove', 'verify'] as const).some(what => newest(facts, what)?.answer === 'no')
  const missing = missingOf(facts, carries)
  return {
    image: kernel.image,
    release: kernel.release,
    arch: kernel.arch,
    carries,
    inUse,
    state: contradicted ? 'contradicted' : missing.length === 0 ? 'proven' : 'unproven',
    evidence: facts.map(evidenceOf),
    missing,
  }
}

const isFips = (scenario: string): boolean => scenario.split(' ').includes('fips=1')

const MODES = [
  { of: (scenario: string) => !isFips(scenario), words: 'no boot that passes its checks' },
  { of: isFips, words: 'no boot with fips=1 that passes its checks' },
]

/** What a kernel that is to carry a module has to have, and has not. */
function missingOf(facts: readonly KernelFact[], carries: boolean): string[] {
  const verdict = verdictOf(facts)
  const isOrigin = facts.some(({ what }) => what === 'build' || what === 'archive')
  const fits = isOrigin || verdict?.answer === 'yes'
  return [
    ...(carries ? [] : ['nothing says that its image carries this module']),
    ...(fits
      ? []
      : [verdict === undefined ? 'no verdict that the module fits it' : `the verdict is: ${verdict.result}`]),
    ...MODES.flatMap(({ of, words }) => (newestBoot(facts, of)?.answer === 'yes' ? [] : [words])),
  ]
}

const verdictOf = (facts: readonly KernelFact[]) => newest(facts, 'reuse')

const newest = (facts: readonly KernelFact[], what: KernelFact['what']) =>
  facts.findLast(fact => fact.what === what)

/** Of the boots of a kind, the last. One that was to panic, and did, is none of them. */
const newestBoot = (facts: readonly KernelFact[], isOfKind: (scenario: string) => boolean) =>
  facts.findLast(
    ({ what, answer, scenarios, booted }) =>
      (what === 'boot' || what === 'prove') && (answer === 'no' ? scenarios : booted).some(isOfKind),
  )

/** By time; where that is the same, what says no counts as the later. */
export function inOrder(a: Fact, b: Fact): number {
  const answers = ['yes', 'no']
  return (
    compare(a.time, b.time) ||
    answers.indexOf(a.answer) - answers.indexOf(b.answer) ||
    compare(a.source.file, b.source.file) ||
    (a.source.line ?? 0) - (b.source.line ?? 0)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const evidenceOf = ({
  source,
  what,
  answer,
  time,
  result,
  scenarios,
  by,
}: Fact & Partial<Pick<KernelFact, 'by'>>): LedgerEvidence => ({
  ...source,
  ...{ what, answer, time, by: by ?? 'digest' },
  text: textOf(what, result, scenarios),
})

function textOf(what: KernelFact['what'], result: string, scenarios: readonly string[]): string {
  switch (what) {
    case 'build':
      return 'built with it'
    case 'archive':
      return 'archived with it'
    case 'boot':
      return ['boot', ...scenarios, result].filter(Boolean).join(' ')
    case 'prove':
      return `prove ${result}`
    case 'verify':
    case 'reuse':
      return result
  }
}
