// SPDX-License-Identifier: GPL-2.0-only
import { countText } from '../../text/quantities.js'
import type { Algorithm, Boot } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** /proc/crypto of both kernels, one row an algorithm. */
export function algorithmsSection({ boots }: ReportData): Section | undefined {
  const scenarios = [
    ...new Set(boots.filter(({ algorithms }) => algorithms.length > 0).map(({ scenario }) => scenario)),
  ]
  if (scenarios.length === 0) return undefined
  return {
    id: 'algorithms',
    title: 'Algorithms',
    lead: html`What /proc/crypto lists, and what serves it. A value that differs from stock is shown as both.`,
    body: html`${scenarios.map((scenario, index) => tableHtml(boots, scenario, index))}`,
    byHand: [
      '# on both kernels, then compare',
      `awk '/^(name|driver|priority|selftest|type) /' /proc/crypto`,
    ],
  }
}

function tableHtml(boots: readonly Boot[], scenario: string, index: number): Html {
  const of = (kernel: Boot['kernel']) =>
    boots.find(boot => boot.kernel === kernel && boot.scenario === scenario)?.algorithms ?? []
  const rows = pairAlgorithms(of('stock'), of('carved'))
  const hasFips = rows.some(({ stock, carved }) => (stock ?? carved)?.fips !== null)
  const title = `${countText(rows.length, 'algorithm')}, ${scenario === '' ? 'plain boot' : scenario}`
  const table = html`
<label class="field script"><span class="sr">search</span><input type="search" data-filter="algorithms-${index}" placeholder="name, driver, type" autocomplete="off" spellcheck="false"></label>
${scrolling(html`<table id="algorithms-${index}"><thead><tr><th scope="col">name</th><th scope="col">driver</th><th scope="col">type</th><th scope="col" class="n">priority</th><th scope="col">self-test</th><th scope="col">served by</th>${hasFips ? html`<th scope="col">in FIPS mode</th>` : null}</tr></thead>
<tbody>${rows.map(row => rowHtml(row, hasFips))}</tbody></table>`)}`
  return html`<details${index === 0 ? html` open` : null}><summary>${title}</summary>${table}</details>`
}

interface AlgorithmPair {
  readonly stock: Algorithm | undefined
  readonly carved: Algorithm | undefined
}

function pairAlgorithms(stock: readonly Algorithm[], carved: readonly Algorithm[]): AlgorithmPair[] {
  const left = [...carved]
  const pairs: AlgorithmPair[] = stock.map(algorithm => {
    const at = left.findIndex(
      ({ name, driver, type }) =>
        name === algorithm.name && driver === algorithm.driver && type === algorithm.type,
    )
    return { stock: algorithm, carved: at < 0 ? undefined : left.splice(at, 1)[0] }
  })
  const all = [...pairs, ...left.map(each => ({ stock: undefined, carved: each }))]
  const key = ({ stock: before, carved: after }: AlgorithmPair) =>
    `${(before ?? after)?.type} ${(before ?? after)?.name}`
  return all.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function rowHtml({ stock, carved }: AlgorithmPair, hasFips: boolean): Html {
  const either = carved ?? stock
  const both = (field: 'priority' | 'selftest' | 'fips') => {
    const text = (of: Algorithm | undefined) => (of === undefined ? undefined : shown(of[field]))
    const [before, after] = [text(stock), text(carved)]
    return before === undefined || after === undefined || before === after
      ? (after ?? before ?? '')
      : html`<strong class="differs">${before} → ${after}</strong>`
  }
  const where = [stock, carved].flatMap(each =>
    each === undefined ? [] : [each.module === 'kernel' ? 'vmlinux' : each.module],
  )
  return html`<tr><td><code>${either?.name ?? ''}</code></td><td><code>${either?.driver ?? ''}</code></td><td>${either?.type ?? ''}${either?.internal ? html`<small> internal</small>` : null}</td><td class="n">${both('priority')}</td><td>${both('selftest')}</td><td>${[...new Set(where)].join(' → ')}</td>${hasFips ? html`<td>${both('fips')}</td>` : null}</tr>`
}

const shown = (value: string | number | boolean | null): string =>
  value === true ? 'allowed' : value === false ? 'no' : value === null ? '' : String(value)
