// SPDX-License-Identifier: GPL-2.0-only
import type { PageAssets } from '../assets.js'
import { PAGE_MARK } from '../own-report.js'
import type { ReportData } from '../report-data.js'
import { algorithmsSection } from './algorithms.js'
import { bootSection } from './boot.js'
import { boundarySection } from './boundary.js'
import { carveSection } from './carve.js'
import { checksSection } from './checks.js'
import { documentHtml } from './document.js'
import { editsSection } from './edits.js'
import { html, jsonBlock } from './html.js'
import { ledgerSection } from './ledger.js'
import { lifetimeSection } from './lifetime.js'
import { partitionsSection } from './partitions.js'
import { policySection } from './policy.js'
import { provenanceSection } from './provenance.js'
import { reuseSection } from './reuse.js'
import { sectionHtml } from './section.js'
import { sizesSection } from './sizes.js'
import { verdictHtml } from './verdict.js'

/**
 * The report as one HTML page that holds all it needs. Its policy lets no request leave it, and runs no script but its own.
 * `jsonName` is that of the file with the numbers.
 */
export function pageHtml(
  report: ReportData,
  { script, style }: PageAssets,
  { jsonName }: { readonly jsonName: string },
): string {
  const sections = [
    boundarySection(report),
    policySection(report),
    bootSection(report),
    algorithmsSection(report),
    sizesSection(report),
    partitionsSection(report),
    checksSection(report),
    carveSection(report),
    editsSection(report),
    reuseSection(report),
    lifetimeSection(report),
    ledgerSection(report),
    provenanceSection(report, jsonName),
  ].filter(section => section !== undefined)
  return documentHtml(
    {
      title:
        report.kernel.release === null
          ? 'kcarve report'
          : `Linux ${report.kernel.release}: ${report.verdict.text}`,
      style,
      script,
    },
    html`${{ markup: PAGE_MARK }}To the verdict</a>
<nav aria-label="Sections"><a href="#verdict">Verdict</a>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
<main>
${verdictHtml(report)}
${sections.map(sectionHtml)}
</main>
<script type="application/json" id="data">${jsonBlock(drawn(report))}</script>
<script>${{ markup: script }}</script>`,
  )
}

/** What the script draws; the rest is in the tables. */
const drawn = ({ crossings, boots }: ReportData) => ({
  symbols: crossings?.symbols ?? [],
  boots: boots.map(({ kernel, scenario, initcalls }) => ({ kernel, scenario, initcalls })),
})
