// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { PageAssets } from '../assets.js'
import { PAGE_MARK } from '../own-report.js'
import type { ReportData } from '../report-data.js'
import { algorithmsSection } from './algorithms.js'
import { bootSection } from './boot.js'
import { boundarySection } from './boundary.js'
import { carveSection } from './carve.js'
import { checksSection } from './checks.js'
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
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${report.kernel.release === null ? 'kcarve report' : `Linux ${report.kernel.release}: ${report.verdict.text}`}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${{ markup: PAGE_MARK }}To the verdict</a>
<nav aria-label="Sections"><a href="#verdict">Verdict</a>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
<main>
${verdictHtml(report)}
${sections.map(sectionHtml)}
</main>
<script type="application/json" id="data">${jsonBlock(drawn(report))}</script>
<script>${{ markup: script }}</script>
</body>
</html>
`.markup
}

/** What the script draws; the rest is in the tables. */
const drawn = ({ crossings, boots }: ReportData) => ({
  symbols: crossings?.symbols ?? [],
  boots: boots.map(({ kernel, scenario, initcalls }) => ({ kernel, scenario, initcalls })),
})

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
