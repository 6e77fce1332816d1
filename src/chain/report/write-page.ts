// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { UsageError } from '../../core/errors.js'
import { exists, isFile } from '../../core/exists.js'
import { writeWhole } from '../../core/write-whole.js'
import {
  collectReport,
  isOwnNumbers,
  isOwnPage,
  pageHtml,
  type ReportData,
  type ResultFile,
  readPageAssets,
} from '../../report-page/index.js'
import { ownCommand } from '../own-command.js'
import { version } from '../version.js'

/**
 * Writes a page and, beside it, its numbers. Returns those, and where they are. Throws UsageError, before anything is
 * written, when something else than a report is at one of the two places.
 */
export async function writePage(
  files: readonly ResultFile[],
  path: string,
): Promise<{ readonly report: ReportData; readonly jsonPath: string }> {
  const jsonPath = await replaceablePage(path)
  const report = collectReport(files, {
    kcarve: version,
    madeAt: new Date().toISOString(),
    own: ownCommand(),
  })
  const page = pageHtml(report, await readPageAssets(), { jsonName: basename(jsonPath) })
  await writeWhole(jsonPath, partial => writeFile(partial, `${JSON.stringify(report, null, 2)}\n`))
  await writeWhole(path, partial => writeFile(partial, page))
  return { report, jsonPath }
}

/** Where the numbers of a page go. Throws UsageError when something else than a report is at one of the two places. */
export async function replaceablePage(path: string): Promise<string> {
  const jsonPath = `${path.replace(/\.html?$/i, '')}.json`
  await mayReplace(path, isOwnPage)
  await mayReplace(jsonPath, isOwnNumbers)
  return jsonPath
}

async function mayReplace(path: string, isOwn: (text: string) => boolean): Promise<void> {
  if (!(await exists(path))) return
  if ((await isFile(path)) && isOwn(await readFile(path, 'utf8'))) return
  throw new UsageError(`${path} exists and is no report of kcarve`, { hint: 'name another file with -o' })
}
