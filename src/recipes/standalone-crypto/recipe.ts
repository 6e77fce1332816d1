// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NewFile, Recipe } from '../../edit/index.js'
import { buildRule } from './build-rule.js'
import { carvedMakefiles } from './carved-makefiles.js'
import { documentation } from './documentation.js'
import { loader } from './loader.js'
import { moduleCode } from './module-code.js'
import { options } from './options.js'
import { groupOfFile } from './series.js'

/** Laid out as the tree it goes into. */
const PAYLOAD = fileURLToPath(new URL('../../../payload', import.meta.url))

/** Reads the recipe: its steps, and the files of the payload. `version` is the version of kcarve that a tree records. */
export async function readStandaloneCrypto(version: string): Promise<Recipe> {
  return {
    name: 'standalone-crypto',
    version,
    steps: [...options, ...buildRule, ...moduleCode, ...loader, ...carvedMakefiles, ...documentation],
    files: await readPayload(),
  }
}

async function readPayload(): Promise<NewFile[]> {
  const entries = await readdir(PAYLOAD, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.sort().map(async path => ({
      path: relative(PAYLOAD, path).split(sep).join('/'),
      content: await readFile(path),
      mode: (await stat(path)).mode & 0o111 ? 0o755 : 0o644,
      purpose: 'part of the standalone crypto module',
      group: groupOfFile(relative(PAYLOAD, path).split(sep).join('/')),
    })),
  )
}
