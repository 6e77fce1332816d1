// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const fileOf = (cache, config, name) => join(cache, 'bench', `${config}-${name}.json`)

/** Keeps what a section has found: a table may be made of runs of single sections. */
export async function keepSection(cache, config, section) {
  const file = fileOf(cache, config, section.name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(section, null, 2))
}

/** What a section found when it was last run; undefined when it never was. */
export const keptSection = (cache, config, name) =>
  readFile(fileOf(cache, config, name), 'utf8').then(JSON.parse, () => undefined)
