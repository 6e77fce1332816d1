// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigureResult } from '../build/index.js'
import { type Boundary, outsideCode, userNames } from '../features/standalone-crypto/boundary/index.js'
import type { BuildRecord } from '../features/standalone-crypto/build/index.js'
import { copyTexts, outsideTexts } from '../features/standalone-crypto/checks/closed-boundary.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText, durationText } from '../text/quantities.js'
import { tableText } from '../text/table.js'
import { configuredTexts } from './configured.js'

/** What a build has made and where, and what was not as asked for; with `verbose` every warning. */
export function buildText(
  result: BuildRecord,
  {
    packages = [],
    ...configured
  }: Pick<ConfigureResult, 'unmet' | 'overridden'> & {
    readonly packages?: readonly string[] | undefined
  },
  { verbose = false, paint = plainPaint } = {},
): string {
  const { image, vmlinux, module, warnings } = result
  const files = [
    ['directory', result.objDir],
    ['release', result.release],
    ['image', image],
    ['vmlinux', vmlinux],
    ...(module === undefined ? [] : [['module', module]]),
    ...packages.map(path => ['package', path]),
    ...(result.logPath === undefined ? [] : [['log', result.logPath]]),
  ]
  return [
    `${paint.green('built')}: ${countText(result.compiled, 'object')} compiled, in ${durationText(result.durationMs)}\n`,
    ...(result.takenFrom === undefined ? [] : [takenText(result, result.takenFrom)]),
    tableText(files, { indent: 2 }),
    ...configuredTexts(configured, { verbose }).map(line => `${line}\n`),
    ...(warnings.length === 0
      ? []
      : [`${paint.yellow(countText(warnings.length, 'warning'))}${verbose ? '' : ' (-v)'}\n`]),
    ...(verbose ? warnings.map(line => `  ${line}\n`) : []),
  ].join('')
}

const takenText = ({ objects, compiled }: BuildRecord, from: string): string =>
  `  ${(objects - compiled).toLocaleString('en-US')} that come out the same taken from ${from}\n`

const LISTED = 12

/** What crosses between the module and vmlinux; with `verbose` all of it, with users. */
export function boundaryText(boundary: Boundary, { verbose = false, paint = plainPaint } = {}): string {
  const { functions, variables, imports } = boundary
  const counts = [
    countText(functions.length, 'function'),
    countText(variables.length, 'variable'),
    countText(imports.length, 'import'),
  ]
  const head = `${paint.bold('boundary')}: vmlinux reaches ${counts[0]} and ${counts[1]} of the module; the module has ${counts[2]}\n`
  const crossing = [...functions, ...variables]
  const shown = verbose ? crossing : crossing.slice(0, LISTED)
  const rows = shown.map(symbol => [symbol.name, `from ${usersText(userNames(symbol), verbose)}`])
  const rest = crossing.length - shown.length
  return [
    head,
    tableText(rows, { indent: 2 }),
    ...(rest > 0 ? [`  and ${rest} more (-v)\n`] : []),
    ...(verbose ? [`imports\n${tableText(imports.map(importRow), { indent: 2 })}`] : []),
    closedText(boundary, paint),
  ].join('')
}

const importRow = ({ name, definedIn, class: its, because }: Boundary['imports'][number]): string[] => [
  name,
  definedIn ?? '',
  because === null ? its : `${its}: ${because}`,
]

/** Whether the boundary is closed; if not, what is outside. */
function closedText(boundary: Boundary, paint: Paint): string {
  const outside = outsideCode(boundary)
  const unknown = boundary.imports.filter(each => each.class === 'not classed')
  const { copies } = boundary
  const head = paint.bold('cryptographic code outside the module')
  const copyHead = paint.bold('functions of the module that the kernel has a second time')
  return [
    `${head}: ${outside.length === 0 ? 'none' : countText(outside.length, 'object')}\n`,
    ...outsideTexts(outside).map(line => `  ${line}\n`),
    ...unknown.map(({ name, because }) => `  ${name} cannot be classed: ${because}\n`),
    `${copyHead}${copies.length === 0 ? ': none' : ''}\n`,
    ...copyTexts(copies).map(line => `  ${line}\n`),
  ].join('')
}

function usersText(users: readonly string[], all: boolean): string {
  if (users.length === 0) return 'a table only'
  const shown = all ? users : users.slice(0, 3)
  return `${shown.join(', ')}${shown.length < users.length ? ` and ${users.length - shown.length} more` : ''}`
}
