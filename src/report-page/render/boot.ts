// SPDX-License-Identifier: GPL-2.0-only
import { MODULE_NAME } from '../../features/standalone-crypto/names.js'
import { countText, durationText, numberText } from '../../text/quantities.js'
import { nameOf } from '../collect/console-lines.js'
import { pairInitcalls } from '../initcall-pairs.js'
import type { Boot } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** The boots: initcalls by level, side by side, which the script draws above their table; and the consoles. */
export function bootSection({ boots, sizes }: ReportData): Section | undefined {
  if (boots.length === 0) return undefined
  const scenarios = [...new Set(boots.map(({ scenario }) => scenario))]
  const traced = scenarios.filter(scenario =>
    boots.some(boot => boot.scenario === scenario && boot.initcalls.length > 0),
  )
  return {
    id: 'boot',
    title: 'The boot',
    lead:
      traced.length === 0
        ? html`${countText(boots.length, 'boot')} in QEMU.`
        : html`Initcalls in the order they ran, level by level, with those of the module in colour. QEMU ran without KVM, perhaps on a busy machine: the order is exact, the durations are not.${resolutionText(boots)}${costText(sizes)}`,
    body: html`${traced.length === 0 ? null : timelineHtml(traced, boots)}
${traced.map((scenario, index) => initcallsHtml(boots, scenario, index))}
<div class="consoles"><h3>Consoles</h3>
${boots.map(consoleHtml)}</div>`,
    byHand: [
      '# on any kernel: boot with initcall_debug log_buf_len=4M, then',
      `dmesg | sed -n 's/.*initcall \\([^+ ]*\\).* returned \\(.*\\)/\\1 \\2/p'`,
    ],
  }
}

/** A guest without a steady clock counts ticks. */
function resolutionText(boots: readonly Boot[]): string {
  const durations = boots.flatMap(({ initcalls }) => initcalls.flatMap(({ usecs }) => usecs || []))
  const least = Math.min(...durations)
  return durations.length > 0 && least >= 1000
    ? ` The guest clock ticks every ${numberText(least)} µs; most initcalls are shorter.`
    : ''
}

const costText = (sizes: ReportData['sizes']): string =>
  sizes.some(({ unit }) => unit === 'instructions')
    ? ' The cost of a boot is counted in instructions, below.'
    : ''

const scenarioName = (scenario: string) => (scenario === '' ? 'plain boot' : scenario)

function timelineHtml(scenarios: readonly string[], boots: readonly Boot[]): Html {
  const kernels = new Set(boots.map(({ kernel }) => kernel))
  const choice = html`<fieldset><legend>boot</legend>${scenarios.map(
    (scenario, index) =>
      html`<label><input type="radio" name="scenario" value="${scenario}"${index === 0 ? html` checked` : null}>${scenarioName(scenario)}</label>`,
  )}</fieldset>`
  const only = html`<input type="hidden" name="scenario" value="${scenarios[0]}">`
  return html`
<form id="boot-controls" class="controls script">${scenarios.length > 1 ? choice : only}<fieldset><legend>widths</legend><label><input type="radio" name="widths" value="usecs" checked>by duration</label><label><input type="radio" name="widths" value="same">one each</label></fieldset></form>
<p class="legend script"><span><span class="key carved"></span>in ${MODULE_NAME}.ko</span><span><span class="key stock"></span>in vmlinux</span>${
    kernels.size > 1
      ? html`<span><span class="key twin"></span>in vmlinux of stock, in the module of carved</span><span>above: stock, below: carved</span>`
      : null
  }</p>
<figure id="boot-timeline" class="script" aria-label="Initcalls by level"></figure>
<p id="boot-told" class="told script" aria-live="polite"></p>`
}

function initcallsHtml(boots: readonly Boot[], scenario: string, index: number): Html {
  const initcallsOf = (kernel: Boot['kernel']) =>
    boots.find(boot => boot.kernel === kernel && boot.scenario === scenario)?.initcalls ?? []
  const rows = pairInitcalls(initcallsOf('stock'), initcallsOf('carved'))
  const usecs = (value: number | null | undefined) => (value == null ? '–' : numberText(value))
  return html`<details><summary>All ${numberText(rows.length)} initcalls, ${scenarioName(scenario)}</summary>
<label class="field script"><span class="sr">search</span><input type="search" data-filter="initcalls-${index}" placeholder="initcall or level" autocomplete="off" spellcheck="false"></label>
${scrolling(html`<table id="initcalls-${index}"><thead><tr><th scope="col">level</th><th scope="col">initcall</th><th scope="col">in</th><th scope="col" class="n">stock µs</th><th scope="col" class="n">carved µs</th><th scope="col" class="n">returned</th></tr></thead>
<tbody>${rows.map(({ name, level, stock, carved }) => {
  const returned = [stock, carved].flatMap(each =>
    each === undefined ? [] : [String(each.returned ?? 'never')],
  )
  return html`<tr${carved?.module === MODULE_NAME ? html` class="carved"` : null}><td>${level ?? '?'}</td><td><code>${name}</code></td><td>${carved?.module ?? 'vmlinux'}</td><td class="n">${usecs(stock?.usecs)}</td><td class="n">${usecs(carved?.usecs)}</td><td class="n">${[...new Set(returned)].join(' → ')}</td></tr>`
})}</tbody></table>`)}</details>`
}

const consoleHtml = (
  boot: Boot,
): Html => html`<details><summary>${nameOf(boot)} <span class="muted">${boot.outcome}, ${durationText(boot.durationMs)}, ${countText(boot.console.length, 'line')}${boot.logPath === null ? '' : `, ${boot.logPath}`}</span></summary>
<pre class="console">${boot.console.map(({ line, text }) => html`<span class="at">${line}</span> ${text}\n`)}</pre></details>`
