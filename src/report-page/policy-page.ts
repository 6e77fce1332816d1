// SPDX-License-Identifier: GPL-2.0-only
import {
  type PolicyBlock,
  type PolicyDocument,
  type PolicySection,
  type PolicyTable,
  TO_WRITE,
} from '../evidence/policy/index.js'
import type { PageAssets } from './assets.js'
import { documentHtml } from './render/document.js'
import { type Html, html } from './render/html.js'

/** The document as one HTML page in the style of the report, which prints well; it makes no request and runs no script. */
export function policyHtml(
  { title, about, sections }: PolicyDocument,
  { style }: Pick<PageAssets, 'style'>,
): string {
  const all = `${style}\n${OWN_STYLE}`
  return documentHtml(
    { title, style: all },
    html`<main class="security-policy">
<h1>${title}</h1>
<p class="lead">${about}</p>
<ol class="contents">${sections.map(({ number, title: name }) => html`<li><a href="#s${number}">${number} ${name}</a></li>`)}</ol>
${sections.map(sectionHtml)}
</main>`,
  )
}

const OWN_STYLE = `
.security-policy { padding-top: 2rem; }
.security-policy .contents { list-style: none; padding: 0; columns: 2; font-size: .9rem; }
.security-policy .person { border-left: 4px solid var(--skip); padding: .3rem .8rem; background: var(--raised); }
.security-policy caption { text-align: left; font-weight: 600; padding: .6rem 0 .3rem; }
.security-policy td { vertical-align: top; overflow-wrap: anywhere; }
.security-policy section { margin-top: 1.6rem; }
`

const sectionHtml = ({ number, title, blocks }: PolicySection): Html =>
  html`<section id="s${number}">${number.includes('.') ? html`<h3>${number} ${title}</h3>` : html`<h2>${number} ${title}</h2>`}
${blocks.map(blockHtml)}
</section>
`

function blockHtml(block: PolicyBlock): Html {
  if (block.kind === 'table') return tableHtml(block)
  return block.kind === 'person'
    ? html`<p class="person"><strong>${TO_WRITE}:</strong> ${block.text}</p>`
    : html`<p>${block.text}</p>`
}

function tableHtml({ caption, head, rows, code }: PolicyTable): Html {
  if (rows.length === 0) return html`<p class="muted">${caption}: none.</p>`
  const cell = (text: string, column: number) =>
    code.includes(column) && text !== '' ? html`<td><code>${text}</code></td>` : html`<td>${text}</td>`
  return html`<div class="scroll"><table><caption>${caption}</caption>
<thead><tr>${head.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(row => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`
}
