// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RESULT_FILE } from '../report/result-file.js'

/** Results of a job's commands and what they printed, by their paths in its directory: what a page is made of. */
export async function readJobFiles(directory: string): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {}
  for (const name of (await readdir(directory)).filter(each => /^\d-/.test(each)).sort()) {
    const path = name.endsWith('.log') ? name : join(name, RESULT_FILE)
    const text = await readFile(join(directory, path), 'utf8').catch(() => undefined)
    if (text !== undefined) files[path] = text
  }
  return files
}

/** The same the other way round. */
export async function writeJobFiles(
  directory: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}
