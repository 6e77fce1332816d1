// SPDX-License-Identifier: GPL-2.0-only

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { isDirectory } from '../core/exists.js'
import { inFile } from '../core/in-file.js'
import type { Elf } from '../formats/elf/index.js'
import { archOf, openImage } from '../image/index.js'
import { type ModuleFacts, moduleFacts } from './module/module-facts.js'

const MODULE_FILE = /\.ko(?:\.(?:gz|xz|zst))?$/

/**
 * Reads modules, named one by one or by directories, compressed or not, sorted by path. Throws UsageError when there is
 * none or a file is something else, FormatError for a damaged one.
 */
export async function openModules(
  paths: readonly string[],
  onModule?: (done: number, total: number) => void,
): Promise<readonly ModuleFacts[]> {
  const files = (await Promise.all(paths.map(moduleFiles))).flat()
  if (files.length === 0) throw new UsageError(`${paths.join(', ')}: no modules (.ko) there`)
  const modules: ModuleFacts[] = []
  const sorted = [...new Set(files)].sort()
  for (const file of sorted) {
    const elf = await openModule(file)
    modules.push(inFile(file, () => moduleFacts(file, elf, archOf(elf))))
    onModule?.(modules.length, sorted.length)
  }
  return modules
}

/** A module, or those below a directory. */
export async function moduleFiles(path: string): Promise<string[]> {
  if (!(await isDirectory(path))) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && MODULE_FILE.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
}

/** Throws UsageError for a file that is no module, FormatError for a damaged one. */
export async function openModule(path: string): Promise<Elf> {
  const image = await openImage(path)
  if (image.kind !== 'module') throw new UsageError(`${path}: not a module`)
  return image.elf
}
