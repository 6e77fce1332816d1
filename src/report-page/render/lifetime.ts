// SPDX-License-Identifier: GPL-2.0-only
import { kernelColumns } from '../../text/kernel-columns.js'
import { countText } from '../../text/quantities.js'
import { lifetimeText } from '../collect/verdict-of.js'
import type { Lifetime } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** For how many kernels modules stay usable: one row an object, one column a kernel. */
export function lifetimeSection({ lifetimes }: ReportData): Section | undefined {
  if (lifetimes.length === 0) return undefined
  return {
    id: 'lifetime',
    title: 'Lifetime',
    lead: html`For how many kernels in a row the binary stays usable, and which objects end that. Each was recompiled for each kernel.`,
    body: html`${lifetimes.map(lifetimeHtml)}`,
    byHand: ['kcarve reuse ARCHIVE --kernel KERNEL  # one of them'],
  }
}

const MARKS = { same: '=', 'other symbol': 'symbol', other: 'other', 'not seen': '?' } as const
const CLASSES = {
  same: 'muted',
  'other symbol': 'tag skip',
  other: 'tag fail',
  'not seen': 'tag skip',
} as const

function lifetimeHtml(lifetime: Lifetime): Html {
  const { kernels, modules, objects } = lifetime
  const columns = kernelColumns(kernels)
  const ended = modules.filter(({ lives }) => lives < kernels.length)
  const isSame = ({ states }: Lifetime['objects'][number]) => states.every(state => state === 'same')
  const other = objects.filter(object => !isSame(object))
  return html`<h3>${lifetimeText(lifetime)}</h3>
${ended.length === 0 ? null : html`<ul class="reasons">${ended.map(({ name, lives, verdicts, reasons }) => html`<li><code>${name}</code> fits ${lives}, ${columns[lives]}: ${verdicts[lives]}${reasons.map(text => html`<br><span class="muted">${text}</span>`)}</li>`)}</ul>`}
${other.length === 0 ? null : html`<h4>Objects that are not the same in all</h4>${tableHtml(other, columns)}`}
${
  objects.length === other.length
    ? null
    : html`<details><summary>${countText(objects.length - other.length, 'object')} the same in all</summary>${tableHtml(
        objects.filter(isSame),
        columns,
      )}</details>`
}
${adviceHtml(lifetime)}`
}

/** Which parts to leave in vmlinux so that the rest lives longer, and what that gives up. */
function adviceHtml({ advice, kernels }: Lifetime): Html | null {
  if (advice === null || advice.length < 2) return null
  const rows = advice.map(({ except, objects, lives, livesAccepted, algorithms, duties, imports }) => {
    const named = (some: typeof algorithms) =>
      some.map(({ name, isWhole }) => (isWhole ? name : `${name} (in part)`))
    const inFips = named(algorithms.filter(({ letIn }) => letIn === true))
    const others = named(algorithms.filter(({ letIn }) => letIn !== true))
    return html`<tr><td>${except.length === 0 ? 'nothing' : html`<code>--except ${except.join(',')}</code>`}</td><td>${objects}</td><td>${lives} of ${kernels.length}</td><td>${livesAccepted} of ${kernels.length}</td><td>${duties.map(name => html`<span class="tag fail">${name}</span> `)}${inFips.length === 0 ? null : html`<span class="tag fail">let in by fips=1</span> ${inFips.join(' ')} `}${others.join(' ')}</td><td>${imports.length === 0 ? null : html`<span title="${imports.join(' ')}">${countText(imports.length, 'symbol')}</span>`}</td></tr>`
  })
  return html`<h4>With parts left in vmlinux</h4>${scrolling(
    html`<table><thead><tr><th>Left out</th><th>Objects</th><th>Fits</th><th>With --accept</th><th>Algorithms with code there</th><th>Imported from there</th></tr></thead><tbody>${rows}</tbody></table>`,
  )}`
}

const tableHtml = (objects: Lifetime['objects'], columns: readonly string[]): Html =>
  scrolling(
    html`<table><thead><tr><th>Object</th>${columns.map(column => html`<th>${column}</th>`)}<th>Why</th></tr></thead><tbody>${objects.map(
      ({ object, states, ends }) =>
        html`<tr><td><code>${object}</code></td>${states.map(state => html`<td><span class="${CLASSES[state]}">${MARKS[state]}</span></td>`)}<td>${ends?.text ?? ''}</td></tr>`,
    )}</tbody></table>`,
  )
