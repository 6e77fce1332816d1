// SPDX-License-Identifier: GPL-2.0-only

import { type Component, componentsOf } from '../../evidence/policy/index.js'
import { BUILT } from '../../features/standalone-crypto/names.js'
import { countText, numberText } from '../../text/quantities.js'
import { type ImportGroup, importGroups } from '../policy/import-classes.js'
import type { ReportData } from '../report-data.js'
import { type Html, html } from './html.js'
import { type Section, scrolling } from './section.js'

/** The boundary as a security policy tells it: which component is inside, which is not and why, and what the module imports. */
export function policySection(report: ReportData): Section | undefined {
  const { crossings, places } = report
  if (crossings === null) return undefined
  const components = componentsOf(report)
  const groups = importGroups(report)
  const build = places.carved ?? 'BUILD'
  return {
    id: 'policy',
    title: 'Inside and outside',
    lead: html`The boundary as a security policy describes it. ${crossings.outside === null ? 'The run that was read did not look for cryptographic code outside the module.' : closedText(components, groups)}`,
    body: html`<h3>Components</h3>
${scrolling(html`<table class="policy"><thead><tr><th scope="col">component</th><th scope="col" class="n">objects</th><th scope="col">boundary</th><th scope="col">reason</th></tr></thead><tbody>${components.map(componentRow)}</tbody></table>`)}
${groups === undefined ? null : importsHtml(groups)}`,
    byHand: [
      `# what the module is made of`,
      `cat ${build}/${BUILT.name}.mod`,
      `# what it imports`,
      `nm -u ${build}/${BUILT.module}`,
      `# cryptography that is linked into vmlinux`,
      `ar t ${build}/vmlinux.a | grep crypto/`,
    ],
  }
}

function closedText(components: readonly Component[], groups: readonly ImportGroup[] | undefined): Html {
  const objects = components.filter(({ place }) => place === 'open').flatMap(each => each.objects)
  const importsOf = (its: ImportGroup['class']) =>
    (groups ?? []).filter(group => group.class === its).flatMap(({ names }) => names)
  const found = [
    ...(objects.length === 0 ? [] : [countText(objects.length, 'object')]),
    ...(importsOf('cryptography').length === 0
      ? []
      : [countText(importsOf('cryptography').length, 'import')]),
  ]
  const unknown = importsOf('not classed').length
  return html`Cryptographic code outside the module, without a reason: ${
    found.length === 0
      ? html`<strong>none</strong>`
      : html`<strong class="differs">${found.join(', ')}</strong>`
  }.${unknown === 0 ? null : ` ${countText(unknown, 'import')} could not be classed.`}`
}

const PLACE = { in: 'inside', out: 'outside', open: 'OUTSIDE' } as const

const componentRow = ({ directory, objects, place, reason }: Component): Html =>
  html`<tr class="${place}"><td><code>${directory}</code>${listed(objects, 'objects', place !== 'in')}</td><td class="n">${numberText(objects.length)}</td><td>${PLACE[place]}</td><td>${reason}</td></tr>`

/** More than these would hide the rows below. */
const MOST_NAMES = 6

function listed(names: readonly string[], what: string, atOnce = true): Html {
  const list = html`<span class="names">${names.map((name, at) => html`${at === 0 ? '' : ' '}<code>${name}</code>`)}</span>`
  return atOnce && names.length <= MOST_NAMES
    ? list
    : html`<details><summary class="muted">${what}</summary>${list}</details>`
}

function importsHtml(groups: readonly ImportGroup[]): Html {
  const total = groups.reduce((sum, { names }) => sum + names.length, 0)
  return html`<h3>What the module imports</h3>
${scrolling(html`<table class="policy imports"><thead><tr><th scope="col">class</th><th scope="col" class="n">symbols</th><th scope="col">which</th><th scope="col">reason</th></tr></thead><tbody>${groups.map(importRow)}</tbody>
<tfoot><tr><th scope="row">total</th><td class="n">${numberText(total)}</td><td></td><td></td></tr></tfoot></table>`)}`
}

const importRow = ({ class: its, because, names }: ImportGroup): Html =>
  html`<tr${isOpen(its) && names.length > 0 ? html` class="open"` : null}><td>${CLASS[its]}</td><td class="n">${numberText(names.length)}</td><td>${names.length === 0 ? html`<span class="muted">none</span>` : listed(names, 'symbols')}</td><td>${because === '' ? MEANING[its] : because}</td></tr>`

const isOpen = (its: ImportGroup['class']) => its === 'cryptography' || its === 'not classed'

const CLASS = {
  cryptography: 'cryptography',
  'not classed': 'not classed',
  'named exception': 'named exception',
  'kernel service': 'service of the kernel',
} as const

const MEANING = {
  cryptography: 'belongs into the module',
  'not classed': '',
  'named exception': '',
  'kernel service': 'defined in no directory of cryptography',
} as const
