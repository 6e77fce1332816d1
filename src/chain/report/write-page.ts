// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import {
  collectReport,
  pageHtml,
  type ReportData,
  type ResultFile,
  readPageAssets,
} from '../../report-page/index.js'
import { ownCommand } from '../own-command.js'
import { version } from '../version.js'

/** Writes a page and, beside it, its numbers. Returns those, and where they are. */
export async function writePage(
  files: readonly ResultFile[],
  path: string,
): Promise<{ readonly report: ReportData; readonly jsonPath: string }> {
  const jsonPath = `${path.replace(/\.html?$/i, '')}.json`
  const report = collectReport(files, {
    kcarve: version,
    madeAt: new Date().toISOString(),
    own: ownCommand(),
  })
  const page = pageHtml(report, await readPageAssets(), { jsonName: basename(jsonPath) })
  await mkdir(dirname(path), { recursive: true })
  await writeWhole(jsonPath, `${JSON.stringify(report, null, 2)}\n`)
  await writeWhole(path, page)
  return { report, jsonPath }
}

/** So that nobody reads half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
