// SPDX-License-Identifier: GPL-2.0-only
import { BUILT } from '../../features/standalone-crypto/names.js'
import { countText, numberText } from '../../text/quantities.js'
import type { Crossing, CrossingUser } from '../pieces.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** The boundary: a place for the picture, which the script draws, and the table of all symbols. */
export function boundarySection({ crossings, places }: ReportData): Section | undefined {
  if (crossings === null) return undefined
  const { symbols } = crossings
  const count = (direction: Crossing['direction'], kind: Crossing['kind']) =>
    symbols.filter(symbol => symbol.direction === direction && symbol.kind === kind).length
  const build = places.carved ?? 'BUILD'
  return {
    id: 'boundary',
    title: 'The boundary',
    lead: html`The kernel uses ${countText(count('in', 'function'), 'function')} and ${countText(count('in', 'variable'), 'variable')} of the module,
each through one direct jump or a copy in vmlinux. The module imports ${numberText(count('out', 'function') + count('out', 'variable'))} symbols from the kernel, like any module.`,
    body: html`${CONTROLS}
<p id="boundary-hint" class="hint script">Choose a part of the picture to see what crosses there; Escape shows all again. Widths are numbers of symbols: functions blue, variables orange.</p>
<figure id="boundary-picture" class="script" aria-label="Which part of the kernel uses what of the module"></figure>
<p id="boundary-count" class="count script" aria-live="polite"></p>
${scrolling(html`<table class="symbols"><thead><tr><th scope="col">symbol</th><th scope="col">kind</th><th scope="col">defined in</th><th scope="col">used by</th></tr></thead>
<tbody id="boundary-rows">${symbols.map(rowHtml)}</tbody></table>`)}`,
    byHand: [
      `# what vmlinux leaves undefined, and the module defines`,
      `cd ${build}`,
      `comm -12 <(nm -u vmlinux.o | awk '{print $2}' | sort -u) <(nm --defined-only -g ${BUILT.module} | awk '{print $3}' | sort -u)`,
      `# what the module imports`,
      `nm -u ${BUILT.module}`,
      `# the redirects: one jump each`,
      `objdump -d vmlinux --section=.text | grep -A4 '<__wrap_'`,
    ],
  }
}

const CONTROLS = html`<form id="boundary-controls" class="controls script">
<fieldset><legend>direction</legend>
<label><input type="radio" name="direction" value="in" checked>kernel → module</label><label><input type="radio" name="direction" value="out">module → kernel</label></fieldset>
<fieldset><legend>kind</legend>
<label><input type="radio" name="kind" value="" checked>all</label><label><input type="radio" name="kind" value="function">functions</label><label><input type="radio" name="kind" value="variable">variables</label></fieldset>
<label class="field">grouped by <select name="detail"><option value="auto">what fits</option><option value="1">top directory</option><option value="2">directory</option><option value="3">object</option></select></label>
<label class="field grow"><span class="sr">search</span><input type="search" name="search" placeholder="symbol, object or function" autocomplete="off" spellcheck="false"></label>
</form>`

const rowHtml = (
  { name, kind, direction, definedIn, users, class: its }: Crossing,
  index: number,
): Html => html`
<tr data-symbol="${index}" class="${kind}"><td><code>${name}</code></td><td>${kind}${direction === 'out' ? html`<small> of the kernel${its === null || its === 'kernel service' ? '' : `, ${its}`}</small>` : null}</td><td>${definedIn === null ? html`<span class="muted">linker or library</span>` : html`<code>${definedIn}</code>`}</td><td>${usersHtml(users)}</td></tr>`

function usersHtml(users: readonly CrossingUser[]): Html {
  const [first] = users
  if (first === undefined) return html`<span class="muted">no object by name</span>`
  const functions = users.reduce((sum, { from }) => sum + from.length, 0)
  const summary =
    users.length === 1 ? html`<code>${first.object}</code>` : html`${countText(users.length, 'object')}`
  return html`<details><summary>${summary} <span class="muted">${countText(functions, 'place')}</span></summary><ul class="users">${users.map(
    ({ object, from }) =>
      html`<li><code>${object}</code> ${from.map(({ name, references }, at) => html`${at === 0 ? '' : ', '}${name}${references > 1 ? html`<small> ×${references}</small>` : null}`)}</li>`,
  )}</ul></details>`
}
