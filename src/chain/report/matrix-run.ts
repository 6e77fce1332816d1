// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isFile } from '../../core/exists.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { writeWhole } from '../../core/write-whole.js'
import {
  type MatrixResult,
  matrixPageHtml,
  readMatrixResult,
  readPageAssets,
} from '../../report-page/index.js'
import { version } from '../version.js'
import { RESULT_FILE } from './result-file.js'
import { replaceablePage } from './write-page.js'

/** The run of a matrix that a path holds: its JSON, or the directory of its logs. Undefined for anything else. */
export async function matrixRunAt(path: string): Promise<MatrixResult | undefined> {
  const kept = join(path, RESULT_FILE)
  const file = (await isFile(kept)) ? kept : path
  if (!(await isFile(file))) return undefined
  const text = (await loadFile(file)).toString()
  return inFile(file, () => readMatrixResult(text))
}

/** Writes the page of a matrix and, beside it, its numbers; returns where those are. Throws as writePage does. */
export async function writeMatrixPage(run: MatrixResult, path: string): Promise<string> {
  const jsonPath = await replaceablePage(path)
  const page = matrixPageHtml(run, await readPageAssets(), {
    directory: dirname(resolve(path)),
    kcarve: version,
  })
  await writeWhole(jsonPath, partial => writeFile(partial, `${JSON.stringify(run, null, 2)}\n`))
  await writeWhole(path, partial => writeFile(partial, page))
  return jsonPath
}
