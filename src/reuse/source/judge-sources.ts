// SPDX-License-Identifier: GPL-2.0-only
import { readFile, realpath } from 'node:fs/promises'
import { relative } from 'node:path'
import { architectureNamed } from '../../arch/architectures.js'
import { inScratch } from '../../archive/index.js'
import { type BuildTrees, findTrees } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import type { KernelFacts } from '../kernel/kernel-facts.js'
import { causesOf, namesOf, type Problem, patchesFor } from './causes.js'
import { changesOf, headerOf } from './changes.js'
import { type CheckContext, type CheckedUnit, checkSources, compilerOf } from './check-sources.js'
import { compatHeaders } from './compat-headers.js'
import type { Diagnostic } from './diagnostics.js'
import { dialectOf } from './dialect.js'
import { type FrozenSources, openFrozenSources } from './frozen-sources.js'
import { makeHeaders } from './generated-headers.js'
import { listHeaders, searchHeaders } from './kernel-headers.js'
import { providedHeaders } from './provided-headers.js'
import type { SourceReport } from './source-report.js'
import { type MissingHeader, standInFor } from './stand-ins.js'
import { subjectOf } from './subject.js'

export interface SourceOptions {
  /** Put before the compiler, such as ccache. */
  readonly wrapper?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Whether compatibility headers are looked for, which compiles all files again a few times. */
  readonly compat?: boolean | undefined
  /** Called after each file; the total grows when files are compiled again behind a missing header. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Compiles frozen sources, of an archive or of a tree, against the headers of a kernel, and says what keeps them from it.
 * Throws UsageError when the kernel has no headers or no configuration.
 */
export async function judgeSources(
  path: string,
  kernel: KernelFacts,
  options: SourceOptions = {},
): Promise<SourceReport> {
  const { config, arch: archName } = kernel
  if (kernel.kind !== 'tree' || config === undefined || archName === undefined) {
    throw new UsageError(
      `${kernel.path}: sources are compiled against a built tree or headers with their configuration`,
    )
  }
  const arch = architectureNamed(archName)
  const root = await realpath(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  const sources = await openFrozenSources(root, { config, srcArch: arch.srcArch })
  if (sources.units.length === 0) throw new UsageError(`${path}: nothing in it is selected by that kernel`)
  const trees = await findTrees(kernel.path)
  return inScratch(async standIns => {
    await makeHeaders(sources, standIns, options.signal)
    const dialect = await dialectOf(trees, config)
    const progress = counted(options, sources.units.length)
    const context = { kernel: trees, config, arch, dialect, standIns, wrapper: options.wrapper, ...progress }
    const { checked, missing } = await checkBehindHeaders(sources, context)
    const problems = await problemsOf(sources, checked)
    const causes = causesOf(
      problems.filter(({ subject }) => !isMade(subject.name, missing)),
      await lookUp(sources, trees, problems, missing, arch.srcArch),
    )
    const headers = causes.flatMap(cause => headerOf(cause) ?? [])
    const provided = await providedHeaders(sources, headers)
    const compat =
      options.compat !== true || causes.length === 0
        ? null
        : await compatHeaders(sources, context, { causes, checked, missing, provided })
    const failed = checked.filter(({ errors }) => errors.length > 0)
    return {
      compiles: failed.length === 0,
      source: { path, kind: sources.kind, release: sources.release },
      kernel: { path: kernel.path, release: kernel.release ?? null, arch: archName },
      compiler: compilerOf(context),
      totals: {
        files: checked.length,
        filesWithErrors: failed.length,
        errors: failed.reduce((sum, { errors }) => sum + errors.length, 0),
      },
      changes: changesOf(causes, header => provided.has(header)),
      patches: patchesFor(causes),
      compat,
      skipped: problems
        .filter(({ subject }) => isMade(subject.name, missing))
        .map(({ file, subject }) => ({ file, header: subject.name })),
    }
  })
}

/** A header that neither the kernel nor the frozen sources have: a build of the sources makes it. */
const isMade = (header: string, missing: ReadonlyMap<string, MissingHeader>): boolean =>
  missing.has(header) && missing.get(header)?.was === undefined

/** A missing header ends a compilation: with something in its place the file is compiled again, as long as that tells more. */
async function checkBehindHeaders(
  sources: FrozenSources,
  context: CheckContext & { growBy: (count: number) => void },
) {
  const missing = new Map<string, MissingHeader>()
  const first = await checkSources(sources, sources.units, context)
  const errors = new Map(first.map(({ unit, errors }) => [unit, errors]))
  const { kernel, arch, standIns } = context
  const headers = await listHeaders(kernel.srctree, arch.srcArch)
  for (let latest = first; ; ) {
    const wanted = new Map(latest.map(({ unit, errors }) => [unit, missingHeader(errors)]))
    const names = new Set(
      [...wanted.values()].flatMap(name => (name === undefined || missing.has(name) ? [] : [name])),
    )
    for (const name of names) {
      const found = {
        frozen: sources.root,
        kernel: kernel.srctree,
        headers,
        srcArch: arch.srcArch,
        directory: standIns,
      }
      missing.set(name, await standInFor(name, found))
    }
    const again = [...wanted].flatMap(([unit, name]) =>
      name !== undefined && missing.get(name)?.was ? [unit] : [],
    )
    if (names.size === 0 || again.length === 0) break
    context.growBy(again.length)
    latest = await checkSources(sources, again, context)
    for (const { unit, errors: more } of latest) errors.set(unit, [...(errors.get(unit) ?? []), ...more])
  }
  return { checked: sources.units.map(unit => ({ unit, errors: errors.get(unit) ?? [] })), missing }
}

const missingHeader = (errors: readonly Diagnostic[]): string | undefined =>
  errors
    .map(error => subjectOf(error, { place: error, line: '', file: '' }))
    .find(({ kind }) => kind === 'header')?.name

async function problemsOf({ root }: FrozenSources, checked: readonly CheckedUnit[]): Promise<Problem[]> {
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  for (const { unit, errors } of checked) {
    for (const error of errors) {
      const ours = [error, ...error.notes].find(({ file }) => !relative(root, file).startsWith('..')) ?? error
      const text = texts.get(ours.file) ?? (await readFile(ours.file, 'utf8').catch(() => ''))
      texts.set(ours.file, text)
      const line = text.split('\n')[ours.line - 1] ?? ''
      problems.push({ subject: subjectOf(error, { place: ours, line, file: text }), file: unit.file, line })
    }
  }
  return problems
}

async function lookUp(
  { root }: FrozenSources,
  { srctree }: BuildTrees,
  problems: readonly Problem[],
  moved: ReadonlyMap<string, MissingHeader>,
  srcArch: string,
) {
  const names = namesOf(problems)
  const declarations = async (directory: string) =>
    searchHeaders(directory, await listHeaders(directory, srcArch), names)
  return { before: await declarations(root), after: await declarations(srctree), moved }
}

function counted({ signal, onProgress }: SourceOptions, units: number) {
  let [done, total] = [0, units]
  return {
    growBy: (count: number) => {
      total += count
    },
    onUnit: () => onProgress?.(++done, total),
    signal,
  }
}
