// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes one fragment of several, of which the last that names an option decides; returns its path. */
export async function joinedConfig(path: string, ...parts: readonly string[]): Promise<string> {
  const texts = await Promise.all(parts.map(part => readFile(part, 'utf8')))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, texts.join('\n'))
  return path
}
