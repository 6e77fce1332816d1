// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../core/errors.js'
import { isFile } from '../../core/exists.js'
import { runAt } from '../report/find-runs.js'
import { RESULT_FILE } from '../report/result-file.js'
import { writePage } from '../report/write-page.js'

/** Of a job's own page, in its directory. */
const PAGE = 'report.html'

/** Makes the page of a job from the results of its commands; there is none when it has no results, or they make no page. */
export async function writeJobPage(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter(name => /^\d-/.test(name)).sort()
  const files = []
  for (const name of names) {
    const path = join(directory, name, RESULT_FILE)
    if (await isFile(path)) files.push(await runAt(path))
  }
  if (files.length === 0) return
  await writePage(files, join(directory, PAGE)).catch(error => {
    // A job is done, whether or not there is a page of it.
    if (!(error instanceof ToolError)) throw error
  })
}

/** The page of a job; null when it has none. */
export async function jobPage(directory: string): Promise<string | null> {
  const path = join(directory, PAGE)
  return (await isFile(path)) ? path : null
}
