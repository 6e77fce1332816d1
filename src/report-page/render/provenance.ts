// SPDX-License-Identifier: GPL-2.0-only
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import type { Section } from './section.js'

/** Where the values come from, and which are not here. */
export function provenanceSection({ runs, missing, places }: ReportData, jsonName: string): Section {
  return {
    id: 'sources',
    title: 'Where this comes from',
    lead: html`Every number here is also in <code>${jsonName}</code>, beside this page. The page makes no network requests and works without JavaScript.`,
    body: html`<table class="plain"><tbody>${runs.map(({ schema, path }) => html`<tr><th scope="row">${schema}</th><td><code>${path}</code></td></tr>`)}${Object.entries(
      places,
    ).map(([name, path]) =>
      path === null
        ? null
        : html`<tr><th scope="row">${PLACES[name] ?? name}</th><td><code>${path}</code></td></tr>`,
    )}</tbody></table>
${missing.length === 0 ? null : missingHtml(missing)}`,
    byHand: [],
  }
}

const PLACES: Readonly<Record<string, string>> = {
  stock: 'stock build',
  carved: 'carved build',
  tree: 'source tree',
}

const missingHtml = (missing: ReportData['missing']): Html => html`<h3>Not in this report</h3>
<table class="plain"><tbody>${missing.map(({ part, command }) => html`<tr><th scope="row">${part}</th><td><code>${command}</code></td></tr>`)}</tbody></table>`
