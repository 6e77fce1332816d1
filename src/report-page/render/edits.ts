// SPDX-License-Identifier: GPL-2.0-only
import { countText, numberText } from '../../text/quantities.js'
import type { Edit } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import type { Section } from './section.js'

/** The edits in the tree, file by file with what each is for. */
export function editsSection({ edits, places }: ReportData): Section | undefined {
  if (edits === null) return undefined
  const existing = edits.filter(({ isNew }) => !isNew)
  const added = edits.filter(({ isNew }) => isNew)
  const tree = places.tree ?? 'TREE'
  return {
    id: 'edits',
    title: 'The edits in the tree',
    lead: html`${countText(existing.length, 'existing file')} edited, ${countText(added.length, 'file')} added. <code>kcarve revert</code> restores every byte.`,
    body: html`<div class="edits">${existing.map(editHtml)}</div>
<h3>New files</h3><div class="edits">${added.map(editHtml)}</div>`,
    byHand: [`diff -ruN STOCK ${tree}`, `kcarve patch TREE -o patches  # the same as a series for git am`],
  }
}

function editHtml({ path, purposes, diff, added, removed, rewritten }: Edit): Html {
  const lines = diff.replace(/\n$/, '').split('\n')
  const body = lines.slice(
    Math.max(
      0,
      lines.findIndex(line => line.startsWith('@@')),
    ),
  )
  const count = (name: string, value: number, text: string) =>
    value === 0 ? null : html` <span class="${name}">${text}</span>`
  return html`<details class="edit"><summary><code>${path}</code>${count('plus', added, `+${numberText(added)}`)}${count('minus', removed, `−${numberText(removed)}`)}${count('renamed', rewritten, `${numberText(rewritten)} renamed`)}<span class="purpose">${purposes.join('; ')}</span></summary>
${diff === '' ? html`<p class="muted">Already in place; what was there before is not known.</p>` : html`<pre class="diff">${body.map(lineHtml)}</pre>`}</details>`
}

const CLASSES: Readonly<Record<string, string>> = { '+': 'plus', '-': 'minus', '@': 'hunk' }

function lineHtml(line: string): Html {
  const name = CLASSES[line.charAt(0)]
  return name === undefined ? html`${line}\n` : html`<span class="${name}">${line}\n</span>`
}
