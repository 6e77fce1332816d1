// SPDX-License-Identifier: GPL-2.0-only
import { countText } from '../../text/quantities.js'
import type { Ledger } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** Certificates, modules and kernels, with the evidence for each and what is missing: for paper, with nothing folded away. */
export function ledgerSection({ ledgers }: ReportData): Section | undefined {
  const [first] = ledgers
  if (first === undefined) return undefined
  return {
    id: 'ledger',
    title: 'Ledger',
    lead: html`Which kernels carry exactly which module, and what proves it. Certificates are what the user has noted; kcarve asks nobody about them.`,
    body: html`${ledgers.map(ledgerHtml)}`,
    byHand: [
      `kcarve ledger ${first.directory}${first.keys.map(({ path }) => ` --public-key ${path}`).join('')}`,
      '# what a statement says, by file and line',
      'sed -n LINEp FILE | jq -r .payload | base64 -d | jq .',
    ],
  }
}

function ledgerHtml(ledger: Ledger): Html {
  const { warnings, modules, totals, notes, keys, time } = ledger
  const signed =
    keys.length === 0
      ? 'Signatures were not checked.'
      : `${totals.signed} are signed by one of these keys, and no others count:`
  return html`<h3>${countText(totals.certificates, 'certificate')}, ${countText(totals.modules, 'module')}, ${countText(totals.kernels, 'kernel')}, ${time.slice(0, 10)}</h3>
${
  warnings.length === 0
    ? html`<p>Nothing is missing.</p>`
    : html`<ul class="reasons">${warnings.map(({ kind, text }) => html`<li><span class="tag fail">${kind}</span> ${text}</li>`)}</ul>`
}
${scrolling(html`<table class="ledger"><thead><tr><th scope="col">certificate, as noted</th><th scope="col">module</th><th scope="col">kernel</th><th scope="col">state</th><th scope="col">evidence</th><th scope="col">missing</th></tr></thead><tbody>${modules.map(moduleRows)}</tbody></table>`)}
<p class="muted">${notes === null ? 'No certificates are noted.' : `Certificates: ${notes}.`} ${countText(totals.attestations, 'attestation')} in ${countText(totals.files, 'file')}. ${signed}</p>
${keys.length === 0 ? null : html`<ul>${keys.map(({ path, kind, keyid }) => html`<li>${path}: ${kind}, <code class="digest">${keyid}</code></li>`)}</ul>`}`
}

type Module = Ledger['modules'][number]
type Kernel = Module['kernels'][number]
type Evidence = Kernel['evidence'][number]

/** A module's own cells span the rows of its kernels. */
function moduleRows(module: Module): Html {
  const { kernels } = module
  if (kernels.length === 0) {
    return html`<tr>${moduleCells(module, 1)}<td colspan="4" class="muted">no kernel is known to carry it</td></tr>`
  }
  return html`${kernels.map((kernel, index) => html`<tr>${index === 0 ? moduleCells(module, kernels.length) : null}${kernelCells(kernel)}</tr>`)}`
}

function moduleCells({ certificates, names, sha256, evidence }: Module, rows: number): Html {
  const noted = certificates.map(
    ({ number, issued, sunset, note }, index) =>
      html`${index === 0 ? null : html`<br>`}<strong>${number}</strong>${issued === undefined ? null : html`<br>issued ${issued}`}${sunset === undefined ? null : html`<br>sunset ${sunset}`}${note === undefined ? null : html`<br><span class="muted">${note}</span>`}`,
  )
  return html`<td rowspan="${rows}">${noted.length === 0 ? html`<span class="tag fail">none</span>` : noted}</td><td rowspan="${rows}">${names.join(', ')}<br><code class="digest">${sha256}</code>${evidence.map(evidenceHtml)}</td>`
}

const TAGS = { proven: 'pass', unproven: 'skip', contradicted: 'fail' } as const

function kernelCells({ release, arch, image, state, carries, inUse, evidence, missing }: Kernel): Html {
  const name = [release ?? 'unknown release', arch].filter(Boolean).join(' ')
  const more = [
    ...(carries ? [] : ['judged, not seen in its image']),
    ...(inUse ? [] : ['not noted as in use']),
  ]
  return html`<td>${name}<br>${image === null ? 'headers only' : html`<code class="digest">${image}</code>`}${more.map(text => html`<br><span class="muted">${text}</span>`)}</td><td><span class="tag ${TAGS[state]}">${state}</span></td><td>${evidence.map(evidenceHtml)}</td><td>${missing.map((text, index) => html`${index === 0 ? null : html`<br>`}${text}`)}</td>`
}

const evidenceHtml = ({ text, answer, file, line, signature, time, by }: Evidence): Html =>
  html`<div class="evidence"><span${answer === 'no' ? html` class="tag fail"` : null}>${text}</span>${time === '' ? null : ` ${time.slice(0, 10)}`} <code>${file}${line === null ? null : `:${line}`}</code>${signature === 'unsigned' ? ' (not signed)' : null}${by === 'release' ? ' (by release only)' : null}</div>`
