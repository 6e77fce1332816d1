// SPDX-License-Identifier: GPL-2.0-only
import { numberText } from '../../text/quantities.js'
import type { PartitionRow } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** The histogram of slab partitions: objects in use by partition, the module's and the whole kernel's, stock beside carved. */
export function partitionsSection({ partitions }: ReportData): Section | undefined {
  if (partitions === null || partitions.rows.length === 0) return undefined
  const { mode, rows } = partitions
  const ofModule = rows.some(({ moduleStock, moduleCarved }) => moduleStock !== null || moduleCarved !== null)
  return {
    id: 'partitions',
    title: 'Slab partitions',
    lead: html`Allocated objects in each partition of the slab allocator after boot: partition 0 is kmalloc-SIZE, 5 is kmalloc-part-05-SIZE. The kernel chooses a partition ${mode === 'typed' ? 'by the type that is allocated' : 'at random for each place in the code, and differently at every boot'}${
      ofModule
        ? html`. In stock, the module's objects are those of the same functions, built in`
        : html`. These kernels do not record who allocated an object`
    }.`,
    body: html`<p class="legend"><span><span class="key stock"></span>stock</span><span><span class="key carved"></span>carved</span></p>
${scrolling(tableHtml(rows, ofModule))}`,
    byHand: [
      '# in the guest, booted with slub_debug=FU,kmalloc-*',
      "grep '^kmalloc' /proc/slabinfo",
      'cat /sys/kernel/debug/slab/kmalloc-*/alloc_traces',
    ],
  }
}

function tableHtml(rows: readonly PartitionRow[], ofModule: boolean): Html {
  const most = (of: (row: PartitionRow) => number) => Math.max(1, ...rows.map(of))
  const mostOfModule = most(({ moduleStock, moduleCarved }) => Math.max(moduleStock ?? 0, moduleCarved ?? 0))
  const mostOfAll = most(({ stock, carved }) => Math.max(stock, carved))
  const group = (title: string) => html`<th scope="colgroup" colspan="3">${title}</th>`
  const columns = html`<th scope="col" class="n">stock</th><th scope="col" class="n">carved</th><th scope="col" class="bar-head"><span class="sr">both drawn</span></th>`
  return html`<table class="partitions"><thead><tr><th></th>${ofModule ? group('of the module') : null}${group('of the whole kernel')}</tr>
<tr><th scope="col">partition</th>${ofModule ? columns : null}${columns}</tr></thead>
<tbody>${rows.map(
    ({ partition, stock, carved, moduleStock, moduleCarved }) =>
      html`<tr><th scope="row">${numberText(partition)}</th>${ofModule ? cells(moduleStock, moduleCarved, mostOfModule) : null}${cells(stock, carved, mostOfAll)}</tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">total</th>${ofModule ? sums(rows, 'moduleStock', 'moduleCarved') : null}${sums(rows, 'stock', 'carved')}</tr></tfoot></table>`
}

const BAR = 180

function cells(stock: number | null, carved: number | null, most: number): Html {
  const width = (value: number | null) => (value ? Math.max(1, (BAR * value) / most) : 0).toFixed(1)
  const number = (value: number | null) =>
    html`<td class="n">${value === null ? '–' : numberText(value)}</td>`
  return html`${number(stock)}${number(carved)}<td class="bar"><svg width="${BAR}" height="14" aria-hidden="true"><rect class="stock" width="${width(stock)}" height="6"/><rect class="carved" y="8" width="${width(carved)}" height="6"/></svg></td>`
}

type Count = 'stock' | 'carved' | 'moduleStock' | 'moduleCarved'

const sums = (rows: readonly PartitionRow[], ...names: readonly Count[]): Html =>
  html`${names.map(name => html`<td class="n">${numberText(rows.reduce((sum, row) => sum + (row[name] ?? 0), 0))}</td>`)}<td></td>`
