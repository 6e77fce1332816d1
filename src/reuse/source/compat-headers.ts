// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inScratch } from '../../archive/index.js'
import { cFunction, cStruct, partsOf } from '../../edit/index.js'
import { harmless } from '../harmless.js'
import { type CheckContext, type CheckedUnit, checkSources } from './check-sources.js'
import type { FrozenSources } from './frozen-sources.js'
import { includeName } from './kernel-headers.js'
import type { Cause, CompatHeader, CompatHeaders } from './source-report.js'
import type { MissingHeader } from './stand-ins.js'

export interface CompatSubject {
  readonly causes: readonly Cause[]
  readonly checked: readonly CheckedUnit[]
  /** Headers that stand in for those that the kernel lacks, by their names. */
  readonly missing: ReadonlyMap<string, MissingHeader>
  /** Headers of the frozen kernel that declare what the frozen sources define. */
  readonly provided: ReadonlySet<string>
}

/** Something that a compatibility header has, or is. */
type Part =
  /** In front of a source: what it no longer reaches, or what is gone. */
  | { readonly place: 'prelude'; readonly name: string; readonly text: string }
  /** In front of the kernel's headers. */
  | { readonly place: 'first'; readonly name: string; readonly text: string }

/** The name of the header that is in front of each source. */
const PRELUDE = 'compat.h'
/** Times that what does harm is looked for. */
const MOST_ROUNDS = 6

/**
 * Headers with which more of the sources compile, as far as they follow from the causes: names are included from where they are
 * now, macros, inline functions and structs come from the frozen headers, and headers of what the sources themselves define stay the frozen
 * ones. All files are compiled with them; what makes an error that was not there before is left out.
 */
export function compatHeaders(
  sources: FrozenSources,
  context: CheckContext & { readonly growBy: (count: number) => void },
  { causes, checked, missing, provided }: CompatSubject,
): Promise<CompatHeaders> {
  return inScratch(async directory => {
    const before = new Map(checked.map(({ unit, errors }) => [unit, errors.length]))
    const check = async (units: FrozenSources['units'], parts: readonly Part[]) => {
      const compat = await writeParts(directory, parts)
      context.growBy(units.length)
      return checkSources(sources, units, { ...context, compat })
    }
    let parts: readonly Part[] = await partsFor(causes, provided, sources.root)
    let after = await check(sources.units, parts)
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const harmed = after.find(({ unit, errors }) => errors.length > (before.get(unit) ?? 0))
      if (harmed === undefined) break
      const limit = before.get(harmed.unit) ?? 0
      parts = await harmless(parts, async tried => {
        const [unit] = await check([harmed.unit], tried)
        return (unit?.errors.length ?? 0) <= limit
      })
      after = await check(sources.units, parts)
    }
    return {
      files: after.filter(({ errors }) => errors.length === 0).length,
      headers: await headersOf(parts, missing, context.standIns),
    }
  })
}

async function partsFor(
  causes: readonly Cause[],
  provided: ReadonlySet<string>,
  root: string,
): Promise<readonly Part[]> {
  const own = [...provided].sort()
  const first = await Promise.all(
    own.map(async path => ({
      place: 'first' as const,
      name: includeName(path),
      text: await textOf(root, path),
    })),
  )
  const others = causes.filter(({ was }) => was === null || !provided.has(was.path))
  const prelude = await Promise.all(others.map(cause => preludeText(cause, root)))
  const parts = others.flatMap(({ name }, index): Part[] => {
    const text = prelude[index]
    return text === undefined ? [] : [{ place: 'prelude', name, text }]
  })
  // Types come before what may use them.
  const rank = ({ text }: Part) => ['#include', 'struct'].findIndex(word => text.startsWith(word)) >>> 0
  return [...first, ...parts.sort((a, b) => rank(a) - rank(b))]
}

async function preludeText({ kind, name, members, change, was, is }: Cause, root: string) {
  if (kind === 'header' || kind === 'other' || members.length > 0 || was === null) return undefined
  const isMacro = was.text.startsWith('#define')
  if (is !== null && (change === 'moved' || change === 'unreached'))
    return `#include <${includeName(is.path)}>\n`
  if (is !== null && change === 'changed' && isMacro)
    return `#include <${includeName(is.path)}>\n#undef ${name}\n${was.text}\n`
  if (change !== 'gone') return undefined
  if (isMacro) return `#ifndef ${name}\n${was.text}\n#endif\n`
  const frozen = await textOf(root, was.path)
  const tag = /^struct (\w+)$/.exec(name)?.[1]
  const parts = partsOf(frozen, tag === undefined ? cFunction(name) : cStruct(tag))
  const isWhole = parts !== undefined && (tag !== undefined || /\bstatic\b/.test(parts.head))
  return isWhole ? `${parts.head}${parts.inside}${parts.tail}` : undefined
}

const textOf = (root: string, path: string) => readFile(join(root, path), 'latin1').catch(() => '')

async function writeParts(directory: string, parts: readonly Part[]) {
  const first = join(directory, 'first')
  await rm(directory, { recursive: true, force: true })
  await mkdir(first, { recursive: true })
  for (const { name, text } of parts.filter(({ place }) => place === 'first')) {
    await mkdir(dirname(join(first, name)), { recursive: true })
    await writeFile(join(first, name), text, 'latin1')
  }
  const prelude = join(directory, PRELUDE)
  await writeFile(prelude, preludeOf(parts), 'latin1')
  return { first, prelude }
}

const preludeOf = (parts: readonly Part[]) =>
  [...new Set(parts.flatMap(({ place, text }) => (place === 'prelude' ? text : [])))].join('')

async function headersOf(
  parts: readonly Part[],
  missing: ReadonlyMap<string, MissingHeader>,
  standIns: string,
): Promise<readonly CompatHeader[]> {
  const prelude = preludeOf(parts)
  const last = await Promise.all(
    [...missing]
      .filter(([, { was }]) => was !== undefined)
      .map(
        async ([name]): Promise<CompatHeader> => ({
          place: 'last',
          path: name,
          names: [],
          text: await textOf(standIns, name),
        }),
      ),
  )
  const names = parts.flatMap(({ place, name }) => (place === 'prelude' ? name : []))
  return [
    ...parts.flatMap(({ place, name, text }): CompatHeader[] =>
      place === 'first' ? [{ place, path: name, names: [], text }] : [],
    ),
    ...last,
    ...(prelude === '' ? [] : [{ place: 'prelude' as const, path: PRELUDE, names, text: prelude }]),
  ]
}
