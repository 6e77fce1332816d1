// SPDX-License-Identifier: GPL-2.0-only
import { printable } from '../core/printable.js'
import type { AttestationReport, BundleReport } from '../evidence/attest/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** The verdict, what is wrong, and each attestation with what it is about. */
export function bundleText(report: BundleReport, { paint = plainPaint } = {}): string {
  const { path, problems, attestations } = report
  const rows = attestations.flatMap(attestation => [
    attestationRow(attestation, paint),
    ...attestation.subjects.map(({ name, digest }) => [
      '',
      '',
      '',
      `${printable(name ?? '')}  ${digestText(digest)}`.trim(),
    ]),
  ])
  return [
    `${verdictText(report, paint)}: ${path} (${countText(attestations.length, 'attestation')})\n`,
    ...problems.map(({ line, text }) => `  ${path}:${line}: ${text}\n`),
    tableText(rows, { indent: 2 }),
  ].join('')
}

function verdictText({ intact, keys, attestations }: BundleReport, paint: Paint): string {
  if (!intact) return paint.red('NOT INTACT')
  if (keys.length > 0) return paint.green('intact, all signed')
  return attestations.some(({ signature }) => signature === 'unchecked')
    ? 'readable, SIGNATURES NOT CHECKED (give --public-key)'
    : 'readable, NOT SIGNED'
}

const SIGNATURES = { unsigned: 'not signed', unchecked: 'signature not checked', verified: 'signed' }

function attestationRow(
  { line, what, result, time, detail, signature, keyid }: AttestationReport,
  paint: Paint,
): string[] {
  const by = keyid === null ? '' : ` by ${keyid.slice(0, 16)}`
  const said = [what, result].filter(Boolean).join(' ')
  return [
    `${line}`,
    paint.bold(printable(said)),
    printable(time ?? ''),
    [printable(detail), `${SIGNATURES[signature]}${by}`].filter(Boolean).join('; '),
  ]
}

const digestText = (digest: Readonly<Record<string, string>>): string =>
  Object.entries(digest)
    .map(([algorithm, value]) => printable(`${algorithm} ${value}`))
    .join(' ')
