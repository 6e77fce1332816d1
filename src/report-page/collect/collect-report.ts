// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'
import type { Boot } from '../pieces.js'
import { checkedReport, type ReportData } from '../report-data.js'
import { checksOf } from './checks-of.js'
import type { KeptResult } from './kept-result.js'
import { missingParts } from './missing-parts.js'
import { verdictOf } from './verdict-of.js'

export interface ResultFile {
  /** Of the file or directory, for people. */
  readonly path: string
  readonly result: KeptResult
}

export interface CollectOptions {
  /** Version of kcarve. */
  readonly kcarve: string
  /** ISO 8601. */
  readonly madeAt: string
  /** How kcarve is called, for the commands that a report names. */
  readonly own: string
}

/** One report of several results, which have to be of one kernel: throws UsageError otherwise. */
export function collectReport(
  files: readonly ResultFile[],
  { kcarve, madeAt, own }: CollectOptions,
): ReportData {
  refuseDifferentKernels(files)
  const results = files.map(({ result }) => result)
  const evidence = results.flatMap(result => ('boots' in result ? [result] : []))
  const boots = evidence.flatMap(result => result.boots)
  const checks = results.flatMap(result => checksOf(result))
  const reuse = results.flatMap(result => (result.schema === 'kcarve/reuse/2' ? [result] : []))
  const lifetimes = results.flatMap(result => (result.schema === 'kcarve/lifetime/1' ? [result] : []))
  const sourceReuse = results.flatMap(result => (result.schema === 'kcarve/reuse-source/1' ? [result] : []))
  const ledgers = results.flatMap(result => (result.schema === 'kcarve/ledger/1' ? [result] : []))
  const plan = results.find(result => result.schema === 'kcarve/plan/2')
  const known = {
    kernel: {
      release: evidence.map(({ release }) => release).find(Boolean) ?? null,
      arch: evidence.map(({ arch }) => arch).find(Boolean) ?? null,
      config: evidence.map(({ config }) => config).find(Boolean) ?? null,
    },
    checks,
    boots: distinct(boots),
    crossings: evidence.map(({ crossings }) => crossings).find(Boolean) ?? null,
    sizes: sizesOf(results),
    partitions:
      results.map(result => ('partitions' in result ? result.partitions : null)).find(Boolean) ?? null,
    edits: evidence.map(({ edits }) => edits).find(each => each != null && each.length > 0) ?? null,
    carve: evidence.map(({ carve }) => carve).find(Boolean) ?? plan ?? null,
    reuse,
    lifetimes,
    sourceReuse,
    ledgers,
    places: placesOf(results),
  }
  return checkedReport({
    schema: 'kcarve/report/2',
    kcarve,
    madeAt,
    runs: files.map(({ path, result: { schema } }) => ({ schema, path })),
    ...known,
    verdict: verdictOf({ results, checks, reuse, lifetimes, sourceReuse, ledgers }),
    // A ledger by itself is about many kernels.
    missing: ledgers.length === results.length ? [] : missingParts(known, own),
  })
}

/** A tree under git may add a plus to its release. */
const sameRelease = (a: string, b: string) => a.replace(/\+$/, '') === b.replace(/\+$/, '')

function refuseDifferentKernels(files: readonly ResultFile[]): void {
  let first: { readonly path: string; readonly release: string } | undefined
  for (const { path, result } of files) {
    const release = 'release' in result ? result.release : undefined
    if (release == null) continue
    if (first !== undefined && !sameRelease(first.release, release)) {
      throw new UsageError(`${first.path} is of ${first.release}, ${path} of ${release}`, {
        hint: 'a report is of one kernel',
      })
    }
    first ??= { path, release }
  }
}

/** Of two boots of one kind the one that tells more. */
function distinct(boots: readonly Boot[]): Boot[] {
  const best = new Map<string, Boot>()
  for (const boot of boots) {
    const key = `${boot.kernel} ${boot.scenario}`
    const there = best.get(key)
    if (there === undefined || boot.initcalls.length > there.initcalls.length) best.set(key, boot)
  }
  return [...best.values()]
}

function sizesOf(results: readonly KeptResult[]): ReportData['sizes'] {
  const measured = results.flatMap(result => ('sizes' in result ? [result] : []))
  const proved = measured.find(({ schema }) => schema === 'kcarve/prove/2') ?? measured[0]
  if (proved === undefined) return []
  if (proved.schema !== 'kcarve/start/2') return proved.sizes
  return proved.sizes.map(({ name, bytes }) => ({ name, unit: 'bytes', stock: null, carved: bytes }))
}

function placesOf(results: readonly KeptResult[]): ReportData['places'] {
  const places: { -readonly [K in keyof ReportData['places']]: string | null } = {
    stock: null,
    carved: null,
    tree: null,
  }
  for (const result of results) {
    if (result.schema === 'kcarve/prove/2') {
      places.stock ??= result.builds?.stock.objDir ?? null
      places.carved ??= result.builds?.carved.objDir ?? null
      places.tree ??= result.tree ?? null
    } else if (result.schema === 'kcarve/start/2') {
      const path = (name: string) => result.places.find(place => place.name === name)?.path ?? null
      places.carved ??= path('build')
      places.tree ??= path('tree')
    } else if (result.schema === 'kcarve/build-directory/2') {
      places.carved ??= result.objDir
      places.tree ??= result.tree
    } else if (result.schema === 'kcarve/plan/2') places.tree ??= result.tree
  }
  return places
}
