// SPDX-License-Identifier: GPL-2.0-only
import { countText } from '../../text/quantities.js'
import type { ReportCheck, ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import type { Section } from './section.js'

/** Every check with what was compared, what differs, and the lines of the console that show it. */
export function checksSection({ checks, boots }: ReportData): Section | undefined {
  if (checks.length === 0) return undefined
  const asked = [...new Set(checks.map(check => check.asked))]
  return {
    id: 'checks',
    title: 'Checks',
    lead: html`${countText(checks.length, 'check')}, each with what was compared and the console lines that show it.`,
    body: html`${asked.map(command =>
      groupHtml(
        command,
        checks.filter(check => check.asked === command),
      ),
    )}`,
    byHand: boots.flatMap(({ logPath }) => (logPath === null ? [] : [`less ${logPath}`])),
  }
}

const groupHtml = (command: string, checks: readonly ReportCheck[]): Html => html`
<h3>kcarve ${command}</h3>
<div class="checks">${checks.map(checkHtml)}</div>`

const MARK = { pass: '✓', fail: '✗', skip: '–' } as const
const WORD = { pass: 'passed', fail: 'FAILED', skip: 'skipped' } as const

/** `/proc/crypto lists the same algorithms, with fips=1`. */
export const titleOf = ({ title, scenario }: ReportCheck): string =>
  scenario === '' ? title : `${title}, with ${scenario}`

function checkHtml(check: ReportCheck): Html {
  const { status, evidence, differences, console: lines } = check
  const [found = differences[0] ?? ''] = evidence
  const line = html`<span class="mark" aria-hidden="true">${MARK[status]}</span><span class="title">${titleOf(check)}<span class="sr"> ${WORD[status]}</span></span><span class="found">${found}</span>`
  // The only line there is stands in the summary already.
  const compared = evidence.length === 1 ? [] : evidence
  if (compared.length + differences.length + lines.length === 0) {
    return html`
<div class="check ${status}"><div class="line">${line}</div></div>`
  }
  return html`
<details class="check ${status}"${status === 'fail' ? html` open` : null}>
<summary class="line">${line}</summary>
${listHtml('compared', compared)}
${listHtml('differs', differences)}
${lines.length === 0 ? null : html`<p class="label">console</p><pre class="console">${lines.map(({ log, line: at, text }) => html`<span class="at">${log}:${at}</span> ${text}\n`)}</pre>`}
</details>`
}

const listHtml = (label: string, lines: readonly string[]): Html | null =>
  lines.length === 0
    ? null
    : html`<p class="label">${label}</p><ul class="lines ${label}">${lines.map(line => html`<li>${line}</li>`)}</ul>`
