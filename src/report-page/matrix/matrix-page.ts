// SPDX-License-Identifier: GPL-2.0-only
import { basename, relative } from 'node:path'
import { isRegression } from '../../matrix/index.js'
import { doneWords, totalsText } from '../../report/matrix.js'
import { durationText } from '../../text/quantities.js'
import type { PageAssets } from '../assets.js'
import { PAGE_MARK } from '../own-report.js'
import { documentHtml } from '../render/document.js'
import { type Html, html } from '../render/html.js'
import { type Section, scrolling, sectionHtml } from '../render/section.js'
import type { MatrixResult } from './matrix-result.js'

type Job = MatrixResult['jobs'][number]

export interface MatrixPageOptions {
  /** Where the page goes, which its links are relative to. */
  readonly directory: string
  /** Version of kcarve. */
  readonly kcarve: string
}

/** The page of a matrix: what got worse since the run before, then kernel by configuration, each cell with its own report. */
export function matrixPageHtml(
  run: MatrixResult,
  { style }: Pick<PageAssets, 'style'>,
  options: MatrixPageOptions,
): string {
  const sections = [
    worseSection(run, options),
    gridSection(run, options),
    failuresSection(run, options),
  ].filter(section => section !== undefined)
  const title = `${basename(run.file)}: ${run.passed ? 'all jobs answered yes' : 'not all jobs answered yes'}`
  return documentHtml(
    { title, style },
    html`${{ markup: PAGE_MARK }}To the verdict</a>
<nav aria-label="Sections"><a href="#verdict">Verdict</a>${sections.map(({ id, title: name }) => html`<a href="#${id}">${name}</a>`)}</nav>
<main>
<header id="verdict" class="verdict ${run.passed ? 'yes' : 'no'}">
<p class="subject">${run.file}</p>
<h1><span class="mark" aria-hidden="true">${run.passed ? '✓' : '✗'}</span>${run.passed ? 'All jobs answered yes' : 'Not all jobs answered yes'}</h1>
<p class="lead">${totalsText(run)}, in ${durationText(run.durationMs)}</p>
<p class="made">Run ${timeText(run.startedAt)}; page by kcarve ${options.kcarve}.</p>
</header>
${sections.map(sectionHtml)}
</main>`,
  )
}

const timeText = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`

function worseSection(run: MatrixResult, options: MatrixPageOptions): Section | undefined {
  const worse = run.jobs.filter(isRegression)
  if (worse.length === 0) return undefined
  return {
    id: 'worse',
    title: 'Worse than before',
    lead: html`These answered yes in the run of ${timeText(run.previous ?? '')}.`,
    body: listHtml(worse, options),
    byHand: [],
  }
}

/** One row a kernel, one column for everything else that tells jobs apart. */
function gridSection(run: MatrixResult, options: MatrixPageOptions): Section {
  const kernels = [...new Set(run.jobs.map(({ tree }) => tree))]
  const columns = [...new Map(run.jobs.map(job => [columnOf(job).join('\n'), columnOf(job)])).entries()]
  const cellOf = (tree: string, column: string) =>
    run.jobs.find(job => job.tree === tree && columnOf(job).join('\n') === column)
  const versions = (tree: string) => [
    ...new Set(run.jobs.flatMap(job => (job.tree === tree ? [job.release ?? job.version] : []))),
  ]
  return {
    id: 'matrix',
    title: 'Kernels and configurations',
    lead: html`Each cell is a job: its answer, its length, the first check that failed. Its link leads to its own report.`,
    body: scrolling(
      html`<table><thead><tr><th>Kernel</th>${columns.map(([, words]) => html`<th>${words.map((word, index) => html`${index > 0 ? html`<br>` : null}${word}`)}</th>`)}</tr></thead><tbody>${kernels.map(
        tree =>
          html`<tr><th scope="row">${tree}<br><span class="muted">${versions(tree).join(', ')}</span></th>${columns.map(([column]) => html`<td>${cellHtml(cellOf(tree, column), options)}</td>`)}</tr>`,
      )}</tbody></table>`,
    ),
    byHand: [`jq -r '.jobs[] | [.state, .tree, .config, .do] | @tsv' MATRIX.json`],
  }
}

const columnOf = ({ config, arch, toolchain, do: what }: Job): string[] =>
  [config, arch, toolchain, what].filter(Boolean)

function failuresSection(run: MatrixResult, options: MatrixPageOptions): Section | undefined {
  const failed = run.jobs.filter(({ state }) => state !== 'yes')
  if (failed.length === 0) return undefined
  return {
    id: 'failures',
    title: 'What is not as it should be',
    lead: html`“No” is an answer; of what failed there is none.`,
    body: listHtml(failed, options),
    byHand: [],
  }
}

const listHtml = (jobs: readonly Job[], options: MatrixPageOptions): Html =>
  html`<ul class="reasons">${jobs.map(job => html`<li>${cellHtml(job, options)} ${doneWords(job).join(', ')}<br><span class="muted">${job.failure === null ? '' : `${job.failure.check}: ${job.failure.text}`}</span></li>`)}</ul>`

const TAGS = { yes: 'pass', no: 'fail', failed: 'fail' } as const

function cellHtml(job: Job | undefined, { directory }: MatrixPageOptions): Html | null {
  if (job === undefined) return null
  const target = job.report ?? job.directory
  const link = relative(directory, target).split('/').map(encodeURIComponent).join('/')
  const { state, durationMs, failure } = job
  return html`<a href="${link}"><span class="tag ${TAGS[state]}">${state}</span></a> ${durationText(durationMs)}${failure === null ? null : html`<br><span class="muted">${failure.check}</span>`}`
}
