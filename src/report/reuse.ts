// SPDX-License-Identifier: GPL-2.0-only
import { FACTS, type Reason, type ReuseReport, type Verdict } from '../reuse/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText, numberText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** The verdict, the reasons in the order in which one would mend them, what was looked at, and what cannot be seen. */
export function reuseText(report: ReuseReport, { verbose = false, paint = plainPaint } = {}): string {
  return [
    verdictLine(report, paint),
    ...TITLES.map(([effect, title]) => reasonsText(report, effect, title, { verbose, paint })),
    `${paint.bold('looked at')}\n${tableText(lookedAt(report), { indent: 2 })}`,
    ...(verbose ? [moduleTable(report, paint)] : []),
    `${paint.bold('cannot be seen')}\n${BLIND_SPOTS.map(line => `  ${line}\n`).join('')}`,
  ].join('')
}

const TITLES = [
  ['breaks', 'breaks'],
  ['unseen', 'not proven'],
  ['to accept', 'to accept, or not, by a person (--accept)'],
  ['refused', 'modprobe refuses it, which says nothing of its code'],
  ['differs', 'differs, which decides nothing'],
] as const

const BLIND_SPOTS = [
  'what functions of the kernel do when they are called, and what locks they expect to be held',
  'how much memory the kernel allocates for structures that it hands to the module',
]

function verdictLine({ verdict, kernel, totals, modules }: ReuseReport, paint: Paint): string {
  const counts = [
    [totals.fits, 'fit'],
    [totals.breaks, 'break'],
    [totals.toAccept, 'are to be accepted'],
    [totals.notProven, 'are not proven'],
  ] as const
  const split = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  const what = totals.modules === 1 ? (modules[0]?.name ?? '') : countText(totals.modules, 'module')
  const where = `${kernel.release ?? 'a kernel'} (${kernel.path})`
  const detail = totals.modules === 1 || split.length < 2 ? '' : `: ${split.join(', ')}`
  return `${coloured(verdict, paint)}  ${what} in ${where}${detail}\n`
}

function coloured(verdict: Verdict, paint: Paint): string {
  const text = verdict.toUpperCase()
  return verdict === 'fits' ? paint.green(text) : verdict === 'breaks' ? paint.red(text) : paint.yellow(text)
}

const MOST_REASONS = 12
const MOST_NAMES = 3

function reasonsText(
  { reasons, totals }: ReuseReport,
  effect: Reason['effect'],
  title: string,
  { verbose, paint }: { verbose: boolean; paint: Paint },
): string {
  const all = reasons.filter(reason => reason.effect === effect)
  if (all.length === 0) return ''
  const shown = verbose ? all : all.slice(0, MOST_REASONS)
  const rest = all.length - shown.length
  const lines = shown.map(({ text, modules }) => {
    const names = verbose ? modules : modules.slice(0, MOST_NAMES)
    const more = modules.length - names.length
    const who = totals.modules === modules.length && modules.length > 1 ? 'all' : names.join(' ')
    const whose =
      totals.modules === 1 ? '' : `  [${who}${who !== 'all' && more > 0 ? ` and ${more} more` : ''}]`
    return `  ${text}${whose}\n`
  })
  return `${paint.bold(title)}\n${lines.join('')}${rest > 0 ? `  and ${rest} more (-v)\n` : ''}`
}

function lookedAt({ kernel, totals }: ReuseReport): string[][] {
  return [
    ['modules', numberText(totals.modules)],
    ['exports', `${numberText(kernel.exports)} of the kernel`],
    [
      'imports',
      `${numberText(totals.imports)} different, ${numberText(totals.missing)} not exported by the kernel`,
    ],
    ['CRCs', crcText(totals)],
    ['facts', FACTS.join(', ')],
  ]
}

function crcText({ crcs, crcCompared, crcChanged, refused }: ReuseReport['totals']): string {
  if (crcs === 0) return 'none: the modules were made without CONFIG_MODVERSIONS'
  if (crcCompared === 0) return `none to compare: the kernel has no CRC of the ${numberText(crcs)} imports`
  const differ = `${numberText(crcChanged)} of ${numberText(crcCompared)} differ`
  return crcChanged === 0 ? differ : `${differ}: modprobe refuses ${countText(refused, 'module')}`
}

function moduleTable({ modules }: ReuseReport, paint: Paint): string {
  const rows = modules.map(({ name, verdict, crcs: { changed, compared } }) => [
    name,
    verdict,
    compared === 0 ? '' : `${changed} of ${compared} CRCs differ`,
  ])
  return `${paint.bold('modules')}\n${tableText(rows, { indent: 2 })}`
}
