// SPDX-License-Identifier: GPL-2.0-only
import { BUILT } from '../../features/standalone-crypto/names.js'
import { bytesText, countText, numberText } from '../../text/quantities.js'
import type { SizeRow } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** Where the bytes and the instructions went, stock and carved; and what the module is made of. */
export function sizesSection(report: ReportData): Section | undefined {
  const { sizes, crossings, places } = report
  const objects = crossings?.objects.filter(({ bytes }) => bytes > 0) ?? []
  if (sizes.length === 0 && objects.length === 0) return undefined
  const compared = sizes.some(({ stock }) => stock !== null)
  return {
    id: 'sizes',
    title: 'Where the bytes went',
    lead: compared
      ? html`Sizes of both kernels without alignment padding, memory after boot, and the instructions that a boot takes: medians of several boots in QEMU.`
      : html`Sizes of this build; there is no stock build to compare it with.`,
    body: html`${sizes.length === 0 ? null : sizesHtml(sizes, compared)}${objects.length === 0 ? null : objectsHtml(objects)}`,
    byHand: [
      ...(places.stock === null ? [] : [`size -A ${places.stock}/vmlinux`]),
      ...(places.carved === null
        ? []
        : [`size -A ${places.carved}/vmlinux`, `size -A ${places.carved}/${BUILT.module}`]),
    ],
  }
}

const valueText = (unit: SizeRow['unit'], value: number | null): string =>
  value === null
    ? '–'
    : unit === 'bytes'
      ? bytesText(value)
      : `${(value / 1e6).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} M`

const sizesHtml = (rows: readonly SizeRow[], compared: boolean): Html =>
  scrolling(html`<table class="sizes"><thead><tr><th scope="col"></th>${compared ? html`<th scope="col" class="n">stock</th>` : null}<th scope="col" class="n">carved</th>${compared ? html`<th scope="col" class="n">difference</th><th scope="col" class="n ratio">ratio</th><th scope="col" class="bar-head"><span class="sr">both drawn</span></th>` : null}</tr></thead>
<tbody>${rows.map(row => rowHtml(row, compared))}</tbody></table>`)

function rowHtml({ name, unit, stock, carved }: SizeRow, compared: boolean): Html {
  const title = unit === 'instructions' ? `instructions ${name}` : name
  const exact = (value: number | null) => (value === null ? '' : numberText(value))
  const more = stock === null || carved === null ? null : carved - stock
  const sign = more === null || more === 0 ? '' : more < 0 ? '−' : '+'
  return html`<tr><th scope="row">${title}</th>${compared ? html`<td class="n" title="${exact(stock)}">${valueText(unit, stock)}</td>` : null}<td class="n" title="${exact(carved)}">${valueText(unit, carved)}</td>${
    compared
      ? html`<td class="n">${more === null ? '' : more === 0 ? '0' : `${sign}${valueText(unit, Math.abs(more))}`}</td><td class="n ratio">${stock && carved !== null ? (carved / stock).toFixed(3) : ''}</td><td class="bar">${barsHtml(stock ?? 0, carved ?? 0)}</td>`
      : null
  }</tr>`
}

const BAR = 120

/** Two bars on one scale. */
function barsHtml(stock: number, carved: number): Html {
  const most = Math.max(stock, carved, 1)
  const width = (value: number) => (value === 0 ? 0 : Math.max(1, (BAR * value) / most)).toFixed(1)
  return html`<svg width="${BAR}" height="14" aria-hidden="true"><rect class="stock" width="${width(stock)}" height="6"/><rect class="carved" y="8" width="${width(carved)}" height="6"/></svg>`
}

function objectsHtml(objects: readonly { readonly path: string; readonly bytes: number }[]): Html {
  const total = objects.reduce((sum, { bytes }) => sum + bytes, 0)
  const sorted = [...objects].sort((a, b) => b.bytes - a.bytes)
  const most = sorted[0]?.bytes ?? 1
  return html`<details><summary>The ${countText(objects.length, 'object')} of the module, ${bytesText(total)}</summary>
${scrolling(
  html`<table><thead><tr><th scope="col">object</th><th scope="col" class="n">bytes</th><th scope="col" class="bar-head"><span class="sr">drawn</span></th></tr></thead><tbody>${sorted.map(
    ({ path, bytes }) =>
      html`<tr><td><code>${path}</code></td><td class="n">${numberText(bytes)}</td><td class="bar"><svg width="${BAR}" height="6" aria-hidden="true"><rect class="carved" width="${((BAR * bytes) / most).toFixed(1)}" height="6"/></svg></td></tr>`,
  )}</tbody></table>`,
)}</details>`
}
