// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'
import type { Boot } from '../pieces.js'
import { checkedReport, type ReportData } from '../report-data.js'
import { checksOf } from './checks-of.js'
import { missingParts } from './missing-parts.js'
import type { Run } from './run.js'
import { verdictOf } from './verdict-of.js'

export interface RunFile {
  /** Of the file or directory, for people. */
  readonly path: string
  readonly run: Run
}

export interface CollectOptions {
  /** Version of kcarve. */
  readonly kcarve: string
  /** ISO 8601. */
  readonly madeAt: string
  /** How kcarve is called, for the commands that a report names. */
  readonly own: string
}

/** One report of several runs, which have to be of one kernel: throws UsageError otherwise. */
export function collectReport(
  files: readonly RunFile[],
  { kcarve, madeAt, own }: CollectOptions,
): ReportData {
  refuseDifferentKernels(files)
  const runs = files.map(({ run }) => run)
  const evidence = runs.flatMap(run => ('boots' in run ? [run] : []))
  const boots = evidence.flatMap(run => run.boots)
  const checks = runs.flatMap(run => checksOf(run))
  const reuse = runs.flatMap(run => (run.schema === 'kcarve/reuse/1' ? [run] : []))
  const sourceReuse = runs.flatMap(run => (run.schema === 'kcarve/reuse-source/1' ? [run] : []))
  const plan = runs.find(run => run.schema === 'kcarve/plan/2')
  const known = {
    kernel: {
      release: evidence.map(({ release }) => release).find(Boolean) ?? null,
      arch: evidence.map(({ arch }) => arch).find(Boolean) ?? null,
      config: evidence.map(({ config }) => config).find(Boolean) ?? null,
    },
    checks,
    boots: distinct(boots),
    crossings: evidence.map(({ crossings }) => crossings).find(Boolean) ?? null,
    sizes: sizesOf(runs),
    edits: evidence.map(({ edits }) => edits).find(each => each != null && each.length > 0) ?? null,
    carve: evidence.map(({ carve }) => carve).find(Boolean) ?? plan ?? null,
    reuse,
    sourceReuse,
    places: placesOf(runs),
  }
  return checkedReport({
    schema: 'kcarve/report/2',
    kcarve,
    madeAt,
    runs: files.map(({ path, run: { schema } }) => ({ schema, path })),
    ...known,
    verdict: verdictOf({ runs, checks, reuse, sourceReuse }),
    missing: missingParts(known, own),
  })
}

/** A tree under git may add a plus to its release. */
const sameRelease = (a: string, b: string) => a.replace(/\+$/, '') === b.replace(/\+$/, '')

function refuseDifferentKernels(files: readonly RunFile[]): void {
  let first: { readonly path: string; readonly release: string } | undefined
  for (const { path, run } of files) {
    const release = 'release' in run ? run.release : undefined
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

function sizesOf(runs: readonly Run[]): ReportData['sizes'] {
  const measured = runs.flatMap(run => ('sizes' in run ? [run] : []))
  const proved = measured.find(({ schema }) => schema === 'kcarve/prove/2') ?? measured[0]
  if (proved === undefined) return []
  if (proved.schema !== 'kcarve/start/2') return proved.sizes
  return proved.sizes.map(({ name, bytes }) => ({ name, unit: 'bytes', stock: null, carved: bytes }))
}

function placesOf(runs: readonly Run[]): ReportData['places'] {
  const places: { -readonly [K in keyof ReportData['places']]: string | null } = {
    stock: null,
    carved: null,
    tree: null,
  }
  for (const run of runs) {
    if (run.schema === 'kcarve/prove/2') {
      places.stock ??= run.builds?.stock.objDir ?? null
      places.carved ??= run.builds?.carved.objDir ?? null
      places.tree ??= run.tree ?? null
    } else if (run.schema === 'kcarve/start/2') {
      const path = (name: string) => run.places.find(place => place.name === name)?.path ?? null
      places.carved ??= path('build')
      places.tree ??= path('tree')
    } else if (run.schema === 'kcarve/build-directory/2') {
      places.carved ??= run.objDir
      places.tree ??= run.tree
    } else if (run.schema === 'kcarve/plan/2') places.tree ??= run.tree
  }
  return places
}
