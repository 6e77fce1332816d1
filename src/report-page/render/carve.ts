// SPDX-License-Identifier: GPL-2.0-only
import { numberText } from '../../text/quantities.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** What moved into the module, by directory, and why the rest stays. */
export function carveSection({ carve }: ReportData): Section | undefined {
  if (carve === null) return undefined
  const directories = carve.directories.filter(({ isPresent }) => isPresent)
  const objects = directories.flatMap(directory =>
    directory.objects.map(object => ({ ...object, directory: directory.path })),
  )
  const stays = objects.filter(({ placement }) => placement === 'stays')
  return {
    id: 'objects',
    title: 'What moved',
    lead: html`Objects that the configuration builds in (=y) move into the module. Those that stay have a reason.`,
    body: html`${scrolling(
      html`<table><thead><tr><th scope="col">directory</th>${PLACEMENTS.map(([, title]) => html`<th scope="col" class="n">${title}</th>`)}</tr></thead><tbody>${directories.map(
        directory =>
          html`<tr><td><code>${directory.path}</code></td>${PLACEMENTS.map(([placement]) => cell(directory.objects.filter(object => object.placement === placement).length))}</tr>`,
      )}</tbody></table>`,
    )}
${stays.length === 0 ? null : html`<h3>What stays in vmlinux, and why</h3>${scrolling(html`<table><tbody>${stays.map(({ directory, name, because }) => html`<tr><td><code>${directory}/${name}</code></td><td>${because ?? 'its makefile line names no option'}</td></tr>`)}</tbody></table>`)}`}
<details><summary>All ${numberText(objects.length)} objects</summary>
<label class="field script"><span class="sr">search</span><input type="search" data-filter="objects-all" placeholder="object, option or placement" autocomplete="off" spellcheck="false"></label>
${scrolling(
  html`<table id="objects-all"><thead><tr><th scope="col">object</th><th scope="col">option</th><th scope="col">placement</th></tr></thead><tbody>${objects.map(
    ({ directory, name, option, placement }) =>
      html`<tr><td><code>${directory}/${name}</code></td><td>${option ?? ''}</td><td>${placement}</td></tr>`,
  )}</tbody></table>`,
)}</details>`,
    byHand: [],
  }
}

const PLACEMENTS = [
  ['moves', 'move'],
  ['stays', 'stay'],
  ['module', 'modules (=m)'],
  ['off', 'off'],
] as const

const cell = (count: number): Html => html`<td class="n">${count === 0 ? '' : numberText(count)}</td>`
