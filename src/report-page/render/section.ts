// SPDX-License-Identifier: GPL-2.0-only
import { type Html, html } from './html.js'

export interface Section {
  /** Of the element, and in the navigation. */
  readonly id: string
  readonly title: string
  /** One sentence: what is shown. */
  readonly lead: Html
  readonly body: Html
  /** Command lines that show the same without this page. */
  readonly byHand: readonly string[]
}

export const sectionHtml = ({ id, title, lead, body, byHand }: Section): Html => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lead">${lead}</p>
${body}
${byHandHtml(byHand)}
</section>`

const byHandHtml = (lines: readonly string[]): Html =>
  lines.length === 0
    ? html``
    : html`<details class="by-hand"><summary>See for yourself</summary><pre>${lines.join('\n')}</pre></details>`

/** A table that scrolls by itself where it is wider than the page. */
export const scrolling = (table: Html): Html => html`<div class="scroll" tabindex="0">${table}</div>`
