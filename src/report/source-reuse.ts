// SPDX-License-Identifier: GPL-2.0-only
import type { Cause, Change, DeclaredAt, SourceReport } from '../reuse/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

interface SourceReuseLook {
  readonly verbose?: boolean
  readonly paint?: Paint
  /** The compiler's, where the compatibility headers were written. */
  readonly flags?: readonly string[] | undefined
}

/** Whether frozen sources compile, the changes of the kernel with those first that keep most files, and which files of the kernel they are about. */
export function sourceReuseText(
  report: SourceReport,
  { verbose = false, paint = plainPaint, flags }: SourceReuseLook = {},
): string {
  const { changes, patches, skipped } = report
  const texts = (provided: boolean) =>
    changes
      .filter(change => change.provided === provided)
      .map(change => changeText(change, verbose))
      .join('')
  return [
    verdictLine(report, paint),
    ...section(paint, 'what the kernel has otherwise', texts(false)),
    ...section(
      paint,
      'what it has otherwise of the interface that the sources themselves provide',
      texts(true),
    ),
    ...section(
      paint,
      'files of the kernel that a compatibility patch would be for',
      tableText(
        patches.map(({ path, names }) => [path, someNames(names, verbose)]),
        { indent: 2 },
      ),
    ),
    ...compatSection(report, { verbose, paint, flags }),
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

const PLACES = [
  ['first', "before the kernel's"],
  ['last', "behind the kernel's"],
  ['prelude', 'in front of sources'],
] as const

function compatSection(
  { compat, totals }: SourceReport,
  { verbose, paint, flags }: Required<Pick<SourceReuseLook, 'verbose' | 'paint'>> & SourceReuseLook,
): string[] {
  if (compat === null || compat.headers.length === 0) return []
  const how = flags === undefined ? '' : ` (${flags.join(' ')})`
  const title = `with compatibility headers${how}, ${compat.files} of ${countText(totals.files, 'file')} compile`
  const rows = PLACES.flatMap(([place, where]) => {
    const headers = compat.headers.filter(header => header.place === place)
    const names = headers.flatMap(header => (place === 'prelude' ? header.names : header.path))
    return names.length === 0 ? [] : [[where, someNames(names, verbose)]]
  })
  return section(paint, title, tableText(rows, { indent: 2 }))
}

const section = (paint: Paint, title: string, text: string): string[] =>
  text === '' ? [] : [`${paint.bold(title)}\n${text}`]

function verdictLine(
  { compiles, totals, source, kernel, changes, compiler }: SourceReport,
  paint: Paint,
): string {
  const verdict = compiles ? paint.green('COMPILES') : paint.red('DOES NOT COMPILE')
  const what = `${source.release ?? 'sources'} (${source.path})`
  const where = `${kernel.release ?? 'a kernel'} (${kernel.path})`
  const counts = compiles
    ? `all ${countText(totals.files, 'file')}`
    : `${countText(totals.errors, 'error')} in ${totals.filesWithErrors} of ${countText(totals.files, 'file')}, ${countText(changes.length, 'change')} of the kernel`
  return `${verdict}  ${what} in ${where}: ${counts} (${compiler})\n`
}

const FEW = 4

const someNames = (names: readonly string[], all: boolean): string =>
  all || names.length <= FEW
    ? names.join(', ')
    : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`

/** What a change is, in one line. */
export function changeLine({ about, causes }: Change, { verbose = false } = {}): string {
  const [first] = causes
  return causes.length === 1 && first !== undefined
    ? causeLine(first)
    : `${about}: ${kindsText(causes, verbose)}`
}

/** The same with counts; with the files on lines of their own when asked. */
function changeText(change: Change, verbose: boolean): string {
  const { files, errors } = change
  const count = `${countText(files.length, 'file')}, ${countText(errors, 'error')}`
  return `  ${changeLine(change, { verbose })}  [${count}]\n${verbose ? files.map(file => `      ${file}\n`).join('') : ''}`
}

const KINDS: Readonly<Record<Cause['change'], string>> = {
  gone: 'gone',
  moved: 'moved',
  changed: 'changed',
  unreached: 'no longer reached',
  added: 'now declared by the kernel as well',
  unknown: 'in no header of either kernel',
}

/** The names by what became of them, and of the first that has changed how. */
function kindsText(causes: readonly Cause[], verbose: boolean): string {
  return Object.entries(KINDS)
    .flatMap(([change, words]) => {
      const alike = causes.filter(cause => cause.change === change)
      const [first] = alike
      if (first === undefined) return []
      const names = someNames(alike.flatMap(namesOf), verbose)
      const how = change === 'changed' ? ` (${textOf(first.was)} → ${textOf(first.is)})` : ''
      return [`${words} ${names}${how}`]
    })
    .join('; ')
}

const namesOf = ({ name, members }: Cause): string[] =>
  members.length === 0 ? [name] : members.map(member => `${name}.${member}`)

/** One line. */
function causeLine({ kind, name, members, change, was, is }: Cause): string {
  const what = kind === 'header' ? `<${name}>` : members.length === 1 ? `${name}.${members[0]}` : name
  if (kind === 'other') return what
  if (members.length > 0 && is !== null && change === 'gone') {
    return `${name} (${at(is)}) has no longer: ${members.join(', ')}`
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
