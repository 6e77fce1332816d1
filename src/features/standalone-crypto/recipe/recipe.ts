// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NewFile, Parameters, Recipe } from '../../../edit/index.js'
import { buildRule } from './build-rule.js'
import { carvedMakefiles } from './carved-makefiles.js'
import type { CarvedDirectory } from './directories.js'
import { directoryLists } from './directory-lists.js'
import { documentation } from './documentation.js'
import { integrityFiles } from './integrity-hash.js'
import { loader } from './loader.js'
import { moduleCode } from './module-code.js'
import { options } from './options.js'
import { outsideList } from './outside-list.js'
import { payloadFills } from './payload-fills.js'
import { selectDirectories, selectionOf, selectionParameters } from './selection.js'
import { groupOfFile } from './series.js'
import { stayingObjects } from './staying-reasons.js'

export const NAME = 'standalone-crypto'

/** Laid out as the tree it goes into. */
const PAYLOAD = fileURLToPath(new URL('../../../../src/features/standalone-crypto/payload', import.meta.url))

export interface StandaloneCrypto extends Recipe {
  readonly directories: readonly CarvedDirectory[]
}

/** Reads the recipe for a tree: its steps, and the files of the payload. Throws UsageError for a selection that the tree does not allow. */
export async function readStandaloneCrypto(root: string, parameters: Parameters): Promise<StandaloneCrypto> {
  const selection = selectionOf(parameters)
  const directories = await selectDirectories(root, selection)
  return {
    name: NAME,
    parameters: selectionParameters(selection),
    directories,
    steps: [
      ...options,
      ...buildRule(directories),
      ...moduleCode,
      ...loader,
      ...carvedMakefiles(directories),
      directoryLists(directories),
      outsideList((await stayingObjects(root)).keys()),
      ...payloadFills(directories),
      ...documentation,
    ],
    files: await readPayload(),
  }
}

async function readPayload(): Promise<NewFile[]> {
  const entries = await readdir(PAYLOAD, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.sort().map(async path => {
      const name = relative(PAYLOAD, path).split(sep).join('/')
      return {
        // npm leaves a .gitignore out of packages.
        path: name.replace(/(?<=\/)gitignore$/, '.gitignore'),
        content: await readFile(path),
        mode: (await stat(path)).mode & 0o111 ? 0o755 : 0o644,
        purpose: 'part of the standalone crypto module',
        group: groupOfFile(name),
        of: integrityFiles.get(name),
      }
    }),
  )
}
