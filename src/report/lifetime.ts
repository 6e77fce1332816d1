// SPDX-License-Identifier: GPL-2.0-only
import type { Boundary, LifetimeReport, ObjectLife } from '../reuse/index.js'
import { kernelColumns } from '../text/kernel-columns.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** How long each module lives, what ends it, and object by object where that is. */
export function lifetimeText(report: LifetimeReport, { verbose = false, paint = plainPaint } = {}): string {
  const columns = kernelColumns(report.kernels)
  const ended = report.objects.filter(({ ends }) => ends !== null)
  const shown = verbose
    ? report.objects
    : report.objects.filter(({ states }) => states.some(state => state !== 'same'))
  const rest = report.objects.length - shown.length
  return [
    verdictLine(report, paint),
    modulesText(report, columns, verbose),
    ...(report.objects.length === 0
      ? ['without an archive nothing is known of single objects\n']
      : [`${paint.bold('objects')}\n`, objectTable(shown, columns, paint)]),
    rest > 0
      ? `  ${shown.length > 0 ? `${rest} more ${rest === 1 ? 'object' : 'objects'}` : countText(rest, 'object')} the same in all (-v)\n`
      : '',
    ...ended.map(object => endText(object, columns)),
    adviceText(report, paint),
  ].join('')
}

/** Which parts to leave in vmlinux so that the rest lives longer, and what that gives up. */
function adviceText({ advice, kernels, leftOut }: LifetimeReport, paint: Paint): string {
  if (advice === null) return ''
  const [, ...others] = advice
  if (others.length === 0) return `${paint.bold('advice')}\n  leaving parts in vmlinux would not help\n`
  const rows = advice.map(boundary => [
    boundary.except.length === 0 ? 'nothing' : boundary.except.join('\n'),
    `${boundary.objects}`,
    `${boundary.lives}`,
    `${boundary.livesAccepted}`,
    givenUpText(boundary),
  ])
  const head = ['leave out', 'objects', 'fits', '--accept', 'given up']
  return [
    `${paint.bold('advice')}: what to leave in vmlinux, and how many of the ${kernels.length} kernels the rest then fits\n`,
    tableText(rows, { head, indent: 2, right: [1, 2, 3] }),
    others.some(({ duties }) => duties.includes('self-tests')) ? `  ${UNTESTED}\n` : '',
    ...others.map(({ except }) => `  kcarve apply TREE --except ${[...leftOut, ...except].join(',')}\n`),
  ].join('')
}

/** Measured: the ECDSA tests of 6.12.118 fail on the code of 6.12.107, and `fips=1` panics. */
const UNTESTED =
  'without the self-tests: those of the newer kernel test the old code, and fail where it has been mended since'

/** Algorithms and, for what the certificate is about, those among them that a boot with fips=1 lets in. */
function givenUpText({ except, algorithms, duties, imports }: Boundary): string {
  if (except.length === 0) return ''
  const inFips = algorithms.filter(({ letIn }) => letIn === true)
  const others = algorithms.filter(({ letIn }) => letIn !== true)
  return [
    ...duties.map(name => name.toUpperCase()),
    ...(algorithms.length === 0 && imports.length === 0 ? ['no algorithm'] : []),
    ...(inFips.length === 0 ? [] : [`LET IN BY fips=1: ${algorithmNames(inFips)}`]),
    ...(others.length === 0 ? [] : [`other algorithms: ${algorithmNames(others)}`]),
    ...(imports.length === 0 ? [] : [`the rest would import ${countText(imports.length, 'symbol')} of it`]),
  ].join('\n')
}

/** More are counted: with the core of the API all of them go in part. */
const MOST = 6

function algorithmNames(algorithms: Boundary['algorithms']): string {
  const names = algorithms.map(({ name, isWhole }) => (isWhole ? name : `${name} (in part)`))
  const more = names.length > MOST ? `, and ${names.length - MOST} more` : ''
  return `${names.slice(0, MOST).join(', ')}${more}`
}

function verdictLine({ modules, kernels }: LifetimeReport, paint: Paint): string {
  const [only] = modules
  const live = modules.filter(({ lives }) => lives === kernels.length).length
  const isAll = live === modules.length
  const what =
    modules.length === 1 && only !== undefined
      ? `${only.name} fits ${only.lives} of ${kernels.length} kernels in a row`
      : `${live} of ${countText(modules.length, 'module')} fit all ${kernels.length} kernels`
  return `${isAll ? paint.green('LIVES') : paint.red('ENDS')}  ${what}\n`
}

/** Those that do not live through all, and what ends them. */
function modulesText(
  { modules, kernels }: LifetimeReport,
  columns: readonly string[],
  verbose: boolean,
): string {
  const shown = verbose ? modules : modules.filter(({ lives }) => lives < kernels.length)
  const rows = shown.map(({ name, lives, verdicts, reasons }) => {
    const end = lives === kernels.length ? 'fits all' : `fits ${lives}, ${columns[lives]}: ${verdicts[lives]}`
    return [name, [end, ...reasons].join('\n')]
  })
  return tableText(rows, { indent: 2 })
}

const MARKS = { same: '=', 'other symbol': '~', other: 'x', 'not seen': '?' } as const

function objectTable(objects: readonly ObjectLife[], columns: readonly string[], paint: Paint): string {
  const rows = objects.map(({ object, states }) => [
    object,
    ...states.map(state => (state === 'other' ? paint.red(MARKS[state]) : MARKS[state])),
  ])
  return rows.length === 0 ? '  none\n' : tableText(rows, { head: ['', ...columns], indent: 2 })
}

const endText = ({ ends }: ObjectLife, columns: readonly string[]): string =>
  ends === null ? '' : `  ${columns[ends.kernel]}: ${ends.text}\n`
