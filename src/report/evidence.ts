// SPDX-License-Identifier: GPL-2.0-only
import type { SubjectReport } from '../evidence/subject/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** A bill of materials that was written, as plain data for JSON. */
export interface WrittenCbom extends SubjectReport {
  readonly output: string
  readonly specVersion: string
  readonly serialNumber: string
}

/** What was written, how much is in it, and what is not. */
export function cbomText(
  written: WrittenCbom,
  { paint = plainPaint }: { readonly paint?: Paint } = {},
): string {
  return [
    `${written.output}\n`,
    tableText(
      [['format', `CycloneDX ${written.specVersion}, ${written.serialNumber}`], ...subjectRows(written)],
      { indent: 2 },
    ),
    ...remarks(written, paint),
  ].join('')
}

function subjectRows({ module, hmac, counts }: SubjectReport): string[][] {
  const { algorithms, approved, outside, templates, libraries, objects, boots } = counts
  return [
    ['module', [module.name, module.version].filter(Boolean).join(' ')],
    ['sha256', module.sha256],
    ...(hmac === null ? [] : [['hmac(sha256)', hmac]]),
    ['algorithms', `${algorithms}: ${approved} approved services, ${outside} outside the module`],
    ['templates', `${templates}`],
    ['libraries', `${libraries}`],
    ['objects', `${objects}`],
    ['boots', boots === 0 ? 'none given' : countText(boots, 'boot')],
  ]
}

const remarks = ({ differences, notTold }: SubjectReport, paint: Paint): string[] => [
  ...differences.map(line => `  ${paint.red('differs')}   ${line}\n`),
  ...notTold.map(line => `  not told  ${line}\n`),
]
