// SPDX-License-Identifier: GPL-2.0-only

import { basename } from 'node:path'
import { DIRECTORY, MODULE_NAME } from '../../features/standalone-crypto/names.js'
import { bytesText, countText, numberText } from '../../text/quantities.js'
import type { ReportCheck, ReportData } from '../report-data.js'
import { titleOf } from './checks.js'
import { type Html, html } from './html.js'

/** The answer, what it is about, the figures that matter, and which checks failed. */
export function verdictHtml(report: ReportData): Html {
  const { verdict, kernel, checks, madeAt } = report
  const failed = checks.filter(({ status }) => status === 'fail')
  return html`
<header id="verdict" class="verdict ${verdict.answer}">
<p class="subject">${[kernel.release === null ? 'kcarve report' : `Linux ${kernel.release}`, kernel.arch, configName(kernel.config)].filter(Boolean).join(' · ')}</p>
<h1><span class="mark" aria-hidden="true">${MARK[verdict.answer]}</span>${verdict.text}</h1>
<p class="lead">${verdict.detail}</p>
${failed.length === 0 ? null : html`<ul class="failed">${failed.map(failedHtml)}</ul>`}
<dl class="figures">${figuresOf(report).map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`)}</dl>
<p class="made">Made ${madeAt.slice(0, 16).replace('T', ' ')} UTC by kcarve ${report.kcarve}. kcarve is not a FIPS 140 validation: the module still has to go through CMVP.</p>
</header>`
}

/** `small-x86_64` of a path; a file that is just called .config has no name of its own. */
const configName = (config: string | null): string | null =>
  config === null ? null : basename(config).replace(/\.config$/, '') || config

const MARK = { yes: '✓', no: '✗', unjudged: '?' } as const

const failedHtml = (check: ReportCheck): Html =>
  html`<li><strong>${titleOf(check)}</strong>: ${check.differences[0] ?? ''}</li>`

type Figure = readonly [name: string, value: string, note: string]

function figuresOf({ carve, crossings, boots, sizes, edits }: ReportData): Figure[] {
  const figures: Figure[] = []
  const objects = carve?.directories.flatMap(directory => directory.objects) ?? []
  const moved = objects.filter(({ placement }) => placement === 'moves').length
  const linked = crossings?.objects.filter(({ path }) => !path.startsWith(`${DIRECTORY}/`)).length ?? 0
  if (linked > 0)
    figures.push([
      'Objects moved',
      numberText(linked),
      `by ${countText(moved, 'makefile entry', 'makefile entries')}`,
    ])
  const inwards = crossings?.symbols.filter(({ direction }) => direction === 'in') ?? []
  if (crossings !== null) {
    const variables = inwards.filter(({ kind }) => kind === 'variable').length
    figures.push([
      'Symbols redirected',
      numberText(inwards.length),
      `${countText(inwards.length - variables, 'function')}, ${countText(variables, 'variable')}`,
    ])
  }
  const carved = boots.find(({ kernel }) => kernel === 'carved')
  const ran = carved?.initcalls.filter(({ module }) => module === MODULE_NAME).length ?? 0
  if (ran > 0)
    figures.push(['Initcalls moved', numberText(ran), `of ${numberText(carved?.initcalls.length ?? 0)}`])
  const served = carved?.algorithms.filter(({ module }) => module === MODULE_NAME).length ?? 0
  if (served > 0)
    figures.push([
      'Algorithms served',
      numberText(served),
      `of ${numberText(carved?.algorithms.length ?? 0)}`,
    ])
  const instructions = sizes.find(({ name, stock }) => name === 'from start_kernel to init' && stock !== null)
  if (instructions?.stock && instructions.carved !== null) {
    figures.push([
      'Boot to init',
      `× ${(instructions.carved / instructions.stock).toFixed(3)}`,
      'instructions, of stock',
    ])
  }
  const image = sizes.find(
    ({ name, stock, carved: size }) => name === 'bootable image' && stock !== null && size !== null,
  )
  if (image?.stock && image.carved !== null) {
    const more = image.carved - image.stock
    figures.push([
      'Bootable image',
      `${more < 0 ? '−' : '+'}${bytesText(Math.abs(more))}`,
      `of ${bytesText(image.stock)}`,
    ])
  }
  if (edits !== null) {
    const existing = edits.filter(({ isNew }) => !isNew)
    const lines = existing.reduce((total, { added, removed }) => total + added + removed, 0)
    const rewritten = existing.reduce((total, edit) => total + edit.rewritten, 0)
    figures.push([
      'Edited lines',
      numberText(lines),
      `in ${countText(existing.length, 'file')}; ${numberText(rewritten)} renamed`,
    ])
  }
  return figures
}
