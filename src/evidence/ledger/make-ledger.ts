// SPDX-License-Identifier: GPL-2.0-only
import type { Fact } from './fact.js'
import { type KnownKernel, kernelsOf } from './kernels.js'
import type { LedgerKernel, LedgerModule, LedgerReport, LedgerWarning } from './ledger-report.js'
import type { LedgerNotes, NotedCertificate, NotedKernel } from './notes.js'
import { evidenceOf, inOrder, pairOf } from './pair.js'

export interface LedgerInput {
  readonly directory: string
  readonly notesPath: string | null
  readonly notes: LedgerNotes
  /** RFC 3339 */
  readonly time: string
  readonly keys: LedgerReport['keys']
  readonly facts: readonly Fact[]
  /** What could not be read, or not be believed. */
  readonly problems: readonly LedgerWarning[]
  /** Files that were read, and attestations in them. */
  readonly files: number
  readonly attestations: number
  readonly signed: number
}

/** Sets out which kernels carry which modules, what proves it, and what nothing proves. */
export function makeLedger(input: LedgerInput): LedgerReport {
  const { directory, notesPath, notes, time, keys, facts, problems, files, attestations, signed } = input
  const kernels = kernelsOf(facts)
  const isInUse = (kernel: KnownKernel) =>
    notes.kernels === undefined ? kernel.image !== null : notes.kernels.some(noted => isNoted(kernel, noted))
  const modules = modulesOf(facts, notes).map(sha256 => moduleOf(sha256, { facts, kernels, notes, isInUse }))
  return {
    directory,
    notes: notesPath,
    time,
    keys,
    modules,
    totals: {
      modules: modules.length,
      certificates: notes.certificates.length,
      kernels: kernels.length,
      ...{ files, attestations, signed },
    },
    warnings: [
      ...fileWarnings(modules),
      ...pairWarnings(modules, notes),
      ...noteWarnings({ kernels, notes, modules }),
      ...sunsetWarnings(notes, time),
      ...problems,
    ],
  }
}

/** Those with a certificate first, by their numbers; the others by their digests. */
function modulesOf(facts: readonly Fact[], { certificates }: LedgerNotes): string[] {
  const noted = [...certificates].sort((a, b) => byNumber(a.number, b.number)).map(({ module }) => module)
  const seen = facts.flatMap(({ modules }) => modules.map(({ sha256 }) => sha256)).sort()
  return [...new Set([...noted, ...seen])]
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true })

interface Known {
  readonly facts: readonly Fact[]
  readonly kernels: readonly KnownKernel[]
  readonly notes: LedgerNotes
  readonly isInUse: (kernel: KnownKernel) => boolean
}

function moduleOf(sha256: string, { facts, kernels, notes, isInUse }: Known): LedgerModule {
  const own = facts.filter(({ modules }) => modules.some(module => module.sha256 === sha256))
  const sources = new Set(own.map(({ source }) => source))
  const names = own.flatMap(({ modules }) =>
    modules.flatMap(module => (module.sha256 === sha256 ? (module.name ?? []) : [])),
  )
  return {
    sha256,
    names: [...new Set(names)].sort(),
    certificates: notes.certificates
      .filter(({ module }) => module === sha256)
      .map(({ module: _, ...certificate }) => certificate),
    evidence: own
      .filter(({ kernel }) => kernel === null)
      .sort(inOrder)
      .map(evidenceOf),
    kernels: kernels
      .filter(kernel => kernel.facts.some(({ source }) => sources.has(source)))
      .map(kernel => pairOf(kernel, sha256, isInUse(kernel)))
      .sort((a, b) => byNumber(a.release ?? '', b.release ?? '') || byNumber(a.image ?? '', b.image ?? '')),
  }
}

const isNoted = (kernel: KnownKernel, { release, image }: NotedKernel): boolean =>
  image === undefined ? kernel.release === release : kernel.digests.includes(image)

/** Of modules whose own file is not as it was made. */
const fileWarnings = (modules: readonly LedgerModule[]): LedgerWarning[] =>
  modules.flatMap(({ sha256, evidence }) =>
    evidence.at(-1)?.answer === 'no'
      ? [{ kind: 'contradicted', text: `module ${short(sha256)}: ${refusals({ evidence })}` }]
      : [],
  )

function pairWarnings(modules: readonly LedgerModule[], { certificates }: LedgerNotes): LedgerWarning[] {
  const pairs = modules.flatMap(module => module.kernels.map(kernel => ({ module, kernel })))
  const contradicted = pairs.filter(({ kernel }) => kernel.state === 'contradicted')
  const carried = pairs.filter(({ kernel }) => kernel.inUse && kernel.carries)
  const others =
    certificates.length === 0 ? [] : carried.filter(({ module }) => module.certificates.length === 0)
  const unproven = carried.filter(({ kernel }) => kernel.state === 'unproven')
  return [
    ...contradicted.map(({ module, kernel }) => ({
      kind: 'contradicted' as const,
      text: `${kernelName(kernel)}: evidence about module ${short(module.sha256)} says no: ${refusals(kernel)}`,
    })),
    ...others.map(({ module, kernel }) => ({
      kind: 'other module' as const,
      text: `${kernelName(kernel)} carries module ${short(module.sha256)}, for which no certificate is noted`,
    })),
    ...unproven.map(({ module, kernel }) => ({
      kind: 'no proof' as const,
      text: `${kernelName(kernel)}, module ${short(module.sha256)}: ${kernel.missing.join('; ')}`,
    })),
  ]
}

const refusals = ({ evidence }: Pick<LedgerModule, 'evidence'>): string =>
  evidence
    .filter(({ answer }) => answer === 'no')
    .map(({ text, file, line }) => `${text} (${file}${line === null ? '' : `:${line}`})`)
    .join(', ')

interface Noted extends Pick<Known, 'kernels' | 'notes'> {
  readonly modules: readonly LedgerModule[]
}

/** What is noted and of which nothing was found. */
function noteWarnings({ kernels, notes, modules }: Noted): LedgerWarning[] {
  const unseen = notes.certificates.filter(({ module }) => {
    const found = modules.find(({ sha256 }) => sha256 === module)
    return found === undefined || (found.kernels.length === 0 && found.evidence.length === 0)
  })
  const absent = (notes.kernels ?? []).filter(noted => !kernels.some(kernel => isNoted(kernel, noted)))
  const isCarrier = (kernel: KnownKernel) =>
    modules.some(module => module.kernels.some(pair => pair.carries && isPairOf(pair, kernel)))
  const empty = (notes.kernels ?? []).flatMap(noted =>
    kernels.filter(kernel => isNoted(kernel, noted) && !isCarrier(kernel)),
  )
  return [
    ...unseen.map(({ number, module }) => ({
      kind: 'no evidence' as const,
      text: `certificate ${number}: nothing was found about module ${short(module)}`,
    })),
    ...absent.map(({ release, image }) => ({
      kind: 'no evidence' as const,
      text: `kernel ${release ?? short(image ?? '')} is in use, and nothing was found about it`,
    })),
    ...[...new Set(empty)].map(kernel => ({
      kind: 'no evidence' as const,
      text: `${kernelName(kernel)} is in use, and nothing says which module it carries`,
    })),
  ]
}

const isPairOf = (pair: LedgerKernel, kernel: KnownKernel): boolean =>
  pair.image === kernel.image && pair.release === kernel.release && pair.arch === kernel.arch

const sunsetWarnings = ({ certificates }: LedgerNotes, time: string): LedgerWarning[] =>
  certificates
    .filter(({ sunset }: NotedCertificate) => sunset !== undefined && sunset < time.slice(0, 10))
    .map(({ number, sunset }) => ({
      kind: 'sunset',
      text: `certificate ${number}: its sunset date, ${sunset}, has passed`,
    }))

const kernelName = ({ release, image, arch }: Pick<LedgerKernel, 'release' | 'image' | 'arch'>): string =>
  `kernel ${release ?? 'of unknown release'}${arch === null ? '' : ` ${arch}`}${image === null ? '' : ` (image ${short(image)})`}`

const short = (sha256: string): string => `${sha256.slice(0, 12)}…`
