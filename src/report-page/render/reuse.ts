// SPDX-License-Identifier: GPL-2.0-only

import { changeLine } from '../../report/source-reuse.js'
import { countText, numberText } from '../../text/quantities.js'
import type { Reuse, SourceReuse } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** Whether module binaries can live in other kernels, and frozen sources compile there, with the reasons. */
export function reuseSection({ reuse, sourceReuse }: ReportData): Section | undefined {
  if (reuse.length + sourceReuse.length === 0) return undefined
  return {
    id: 'reuse',
    title: 'Reuse in another kernel',
    lead: html`Whether a module binary that must not change works in another kernel. “Fits” is proved by recompiling its sources.`,
    body: html`${reuse.map(verdictHtml)}${sourceReuse.map(sourcesHtml)}`,
    byHand: ['modprobe --dump-modversions MODULE  # its imports, with CRCs'],
  }
}

const TITLES = [
  ['breaks', 'Breaks'],
  ['unseen', 'Not proven'],
  ['to accept', 'To accept, or not, by a person'],
  ['refused', 'Modprobe refuses it, which says nothing of its code'],
  ['differs', 'Differs, which decides nothing'],
] as const

function verdictHtml({ verdict, kernel, totals, reasons, modules }: Reuse): Html {
  const counts = `${totals.fits} fit, ${totals.breaks} break, ${totals.toAccept} are to be accepted, ${totals.notProven} are not proven${totals.crcCompared === 0 ? '' : `; ${numberText(totals.crcChanged)} of ${numberText(totals.crcCompared)} CRCs differ`}`
  return html`<h3><span class="tag ${verdict === 'fits' ? 'pass' : verdict === 'breaks' ? 'fail' : 'skip'}">${verdict}</span> ${modules.length === 1 ? (modules[0]?.name ?? '') : countText(modules.length, 'module')} in ${kernel.release ?? kernel.path}</h3>
<p class="muted">${counts}</p>
${TITLES.map(([effect, title]) =>
  reasonsHtml(
    title,
    reasons.filter(reason => reason.effect === effect),
    totals.modules,
  ),
)}
${modules.length === 1 ? null : html`<details><summary>Verdicts of ${countText(modules.length, 'module')}</summary>${scrolling(html`<table><tbody>${modules.map(({ name, verdict: each }) => html`<tr><td><code>${name}</code></td><td>${each}</td></tr>`)}</tbody></table>`)}</details>`}`
}

function reasonsHtml(title: string, reasons: Reuse['reasons'], modules: number): Html | null {
  if (reasons.length === 0) return null
  const whose = (names: readonly string[]) => {
    if (modules === 1) return ''
    if (names.length === modules) return '; all'
    return `; ${names.slice(0, MOST_NAMES).join(' ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`
  }
  return html`<h4>${title}</h4><ul class="reasons">${reasons.map(
    ({ text, fact, modules: names }) =>
      html`<li>${text} <span class="muted">${fact}${whose(names)}</span></li>`,
  )}</ul>`
}

const MOST_NAMES = 4

function sourcesHtml({ compiles, source, kernel, compiler, totals, changes }: SourceReuse): Html {
  const counts = compiles
    ? `all ${countText(totals.files, 'file')}`
    : `${countText(totals.errors, 'error')} in ${totals.filesWithErrors} of ${countText(totals.files, 'file')}`
  return html`<h3><span class="tag ${compiles ? 'pass' : 'fail'}">${compiles ? 'compile' : 'do not compile'}</span> sources of ${source.release ?? source.path} in ${kernel.release ?? kernel.path}</h3>
<p class="muted">${counts}; ${compiler}</p>
${changesHtml(
  'What the kernel has otherwise',
  changes.filter(({ provided }) => !provided),
)}
${changesHtml(
  'What it has otherwise of the interface that the sources themselves provide',
  changes.filter(({ provided }) => provided),
)}`
}

const changesHtml = (title: string, changes: SourceReuse['changes']): Html | null =>
  changes.length === 0
    ? null
    : html`<h4>${title}</h4><ul class="reasons">${changes.map(
        change =>
          html`<li>${changeLine(change)} <span class="muted">${countText(change.files.length, 'file')}, ${countText(change.errors, 'error')}</span></li>`,
      )}</ul>`
