// SPDX-License-Identifier: GPL-2.0-only
import type { TestedConfiguration } from '../evidence/policy/index.js'
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

/** Tables for a security policy that were written, as plain data for JSON. */
export interface WrittenPolicy extends SubjectReport {
  /** The directory. */
  readonly output: string
  readonly files: readonly string[]
  /** `tables` that are in it, and `toWrite`: what a person has to write. */
  readonly sections: readonly {
    readonly number: string
    readonly title: string
    readonly tables: number
    readonly toWrite: number
  }[]
  readonly configurations: readonly TestedConfiguration[]
  /** What cannot be read or believed of bundles, a line each. */
  readonly problems: readonly string[]
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

/** The files, the sections, and what is missing. */
export function policyText(
  written: WrittenPolicy,
  { paint = plainPaint }: { readonly paint?: Paint } = {},
): string {
  const { output, files, sections, configurations, problems } = written
  return [
    ...files.map(name => `${output}/${name}\n`),
    tableText(
      [
        ...subjectRows(written),
        [
          'configurations',
          configurations.length === 0 ? 'none attested' : `${configurations.length} attested`,
        ],
      ],
      { indent: 2 },
    ),
    tableText(
      sections.map(({ number, title, tables, toWrite }) => [
        number,
        title,
        tables === 0 ? '' : countText(tables, 'table'),
        toWrite === 0 ? '' : 'to write',
      ]),
      { indent: 2 },
    ),
    ...problems.map(line => `  ${paint.red('bundle')}    ${line}\n`),
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
