// SPDX-License-Identifier: GPL-2.0-only
import type { Cause, DeclaredAt, SourceReport } from '../reuse/index.js'
import { type Paint, plainPaint } from './paint.js'
import { countText } from './quantities.js'
import { tableText } from './table.js'

/** Whether frozen sources compile, the causes with those first that keep most files, and which files of the kernel they are about. */
export function sourceReuseText(report: SourceReport, { verbose = false, paint = plainPaint } = {}): string {
  const { causes, patches, skipped } = report
  return [
    verdictLine(report, paint),
    ...section(
      paint,
      'causes',
      togetherIn(causes)
        .map(cause => causeText(cause, verbose))
        .join(''),
    ),
    ...section(
      paint,
      'files of the kernel that a compatibility patch would be for',
      tableText(
        patches.map(({ path, names }) => [path, someNames(names, verbose)]),
        { indent: 2 },
      ),
    ),
    ...section(
      paint,
      'not compiled, as a build of the sources makes a header of them',
      tableText(
        skipped.map(({ file, header }) => [file, header]),
        { indent: 2 },
      ),
    ),
    `${paint.bold('cannot be seen')}\n  functions that mean something else now, and what the kernel asks of the sources that they lack\n`,
  ].join('')
}

const section = (paint: Paint, title: string, text: string): string[] =>
  text === '' ? [] : [`${paint.bold(title)}\n${text}`]

function verdictLine(
  { compiles, totals, source, kernel, causes, compiler }: SourceReport,
  paint: Paint,
): string {
  const verdict = compiles ? paint.green('COMPILES') : paint.red('DOES NOT COMPILE')
  const what = `${source.release ?? 'sources'} (${source.path})`
  const where = `${kernel.release ?? 'a kernel'} (${kernel.path})`
  const counts = compiles
    ? `all ${countText(totals.files, 'file')}`
    : `${countText(totals.errors, 'error')} in ${totals.filesWithErrors} of ${countText(totals.files, 'file')}, ${countText(causes.length, 'cause')}`
  return `${verdict}  ${what} in ${where}: ${counts} (${compiler})\n`
}

const FEW = 4

const someNames = (names: readonly string[], all: boolean): string =>
  all || names.length <= FEW
    ? names.join(', ')
    : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`

/** What went from one header to another, or went with nothing in its place, is one line for a reader. */
function togetherIn(causes: readonly Cause[]): readonly (readonly Cause[])[] {
  const groups = new Map<string, Cause[]>()
  for (const cause of causes) {
    const { kind, name, members, change, was, is } = cause
    const isAlike = kind !== 'header' && members.length === 0 && /^(?:gone|moved|unreached)$/.test(change)
    const key = isAlike ? `${change} ${was?.path} ${is?.path}` : `${kind} ${name}`
    groups.set(key, [...(groups.get(key) ?? []), cause])
  }
  return [...groups.values()]
}

function causeText(causes: readonly Cause[], verbose: boolean): string {
  const files = [...new Set(causes.flatMap(cause => cause.files))].sort()
  const errors = causes.reduce((sum, cause) => sum + cause.errors, 0)
  const [first] = causes
  if (first === undefined) return ''
  const names = someNames(
    causes.map(({ name }) => name),
    verbose,
  )
  const line =
    causes.length === 1
      ? causeLine(first)
      : ({
          gone: `gone from ${first.was?.path}: ${names}`,
          moved: `moved from ${first.was?.path} to ${first.is?.path}: ${names}`,
        }[first.change as string] ?? `no longer reached in ${first.is?.path}: ${names}`)
  const count = `${countText(files.length, 'file')}, ${countText(errors, 'error')}`
  return `  ${line}  [${count}]\n${verbose ? files.map(file => `      ${file}\n`).join('') : ''}`
}

/** One line. */
function causeLine({ kind, name, members, change, was, is }: Cause): string {
  const what = kind === 'header' ? `<${name}>` : name
  if (kind === 'other') return what
  if (members.length > 0 && is !== null) {
    return `${what} (${at(is)}) has no longer, or otherwise: ${members.join(', ')}`
  }
  switch (change) {
    case 'gone':
      return `${what} is gone${was === null ? '' : `: it was in ${at(was)}`}`
    case 'moved':
      return `${what} has moved: ${at(was)} → ${at(is)}`
    case 'changed':
      return `${what} has changed (${at(is)}): ${textOf(was)} → ${textOf(is)}`
    case 'unreached':
      return `${what} is no longer reached: ${at(is)}`
    case 'added':
      return `${what} is now declared by the kernel as well (${at(is)})`
    default:
      return `${what} is in no header of either kernel`
  }
}

const at = (place: DeclaredAt | null): string =>
  place === null ? 'nowhere' : place.text === '' ? place.path : `${place.path}:${place.line}`

const LONGEST = 100
const textOf = (place: DeclaredAt | null): string => {
  const text = place?.text ?? ''
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
