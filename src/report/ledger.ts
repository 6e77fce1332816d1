// SPDX-License-Identifier: GPL-2.0-only
import { printable } from '../core/printable.js'
import type { LedgerEvidence, LedgerKernel, LedgerModule, LedgerReport } from '../evidence/ledger/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** What has to be looked at, then each module with its certificates and kernels. */
export function ledgerText(report: LedgerReport, { paint = plainPaint } = {}): string {
  const { directory, notes, totals, modules, warnings, keys } = report
  const counts = [
    countText(totals.certificates, 'certificate'),
    countText(totals.modules, 'module'),
    countText(totals.kernels, 'kernel'),
  ].join(', ')
  const answer =
    warnings.length === 0
      ? paint.green('nothing is missing')
      : paint.red(countText(warnings.length, 'WARNING', 'WARNINGS'))
  return [
    `${answer}: ${directory} (${counts})\n`,
    ...warnings.map(({ kind, text }) => `  ${paint.red(kind)}: ${printable(text)}\n`),
    ...modules.map(module => moduleText(module, paint)),
    `${countText(totals.attestations, 'attestation')} in ${countText(totals.files, 'file')}; ${signaturesText(report)}\n`,
    notes === null
      ? 'no certificates are noted: write certificates.yaml\n'
      : `certificates are what ${notes} says: kcarve knows nothing else of them\n`,
    ...keys.map(({ path, keyid, kind }) => `key ${path}: ${kind}, ${keyid}\n`),
  ].join('')
}

const signaturesText = ({ keys, totals }: LedgerReport): string =>
  keys.length === 0
    ? 'SIGNATURES NOT CHECKED (give --public-key)'
    : `${totals.signed} signed by the given keys, and no others count`

function moduleText({ sha256, names, certificates, evidence, kernels }: LedgerModule, paint: Paint): string {
  const noted = certificates.map(({ number, issued, sunset, note }) =>
    printable(
      [
        `certificate ${number}`,
        ...(issued === undefined ? [] : [`issued ${issued}`]),
        ...(sunset === undefined ? [] : [`sunset ${sunset}`]),
        ...(note === undefined ? [] : [note]),
      ].join(', '),
    ),
  )
  const rows = kernels.flatMap(kernel => kernelRows(kernel, paint))
  return [
    `\n${paint.bold(noted.length === 0 ? 'no certificate is noted' : noted.join('\n'))}\n`,
    `  module ${names.map(printable).join(', ')}\n  sha256 ${sha256}\n`,
    ...evidence.map(each => `    ${evidenceText(each)}\n`),
    rows.length === 0 ? '  no kernel is known to carry it\n' : tableText(rows, { indent: 2 }),
  ].join('')
}

const STATES = { proven: 'proven', unproven: 'UNPROVEN', contradicted: 'CONTRADICTED' }

function kernelRows(kernel: LedgerKernel, paint: Paint): string[][] {
  const { release, arch, image, state, evidence, missing, carries, inUse } = kernel
  const colour = state === 'proven' ? paint.green : paint.red
  const name = [release ?? 'unknown release', arch ?? ''].filter(Boolean).join(' ')
  const lines = [
    ...evidence.map(evidenceText),
    ...missing.map(text => paint.red(`missing: ${text}`)),
    ...(carries && inUse ? [] : [inUse ? 'judged only' : 'not noted as in use']),
  ]
  return [
    [
      printable(name),
      image === null ? 'headers only' : `image ${image.slice(0, 16)}…`,
      colour(STATES[state]),
      lines.join('\n'),
    ],
  ]
}

function evidenceText({ text, file, line, signature, by }: LedgerEvidence): string {
  const where = line === null ? file : `${file}:${line}`
  const doubts = [
    ...(by === 'release' ? ['by release only'] : []),
    ...(signature === 'unsigned' ? ['not signed'] : []),
  ]
  return `${printable(text)}  ${printable(where)}${doubts.length === 0 ? '' : ` (${doubts.join(', ')})`}`
}
