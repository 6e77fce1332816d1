// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { AnchorError } from '../core/errors.js'
import type { NewFilePlan } from './plan.js'
import type { NewFile } from './recipe.js'
import { type Layers, readBelow } from './tree/layers.js'
import { digestOf } from './tree/record.js'
import { hasEntry, missingDirectories } from './tree/tree-paths.js'

/** A new file as it would be written; an AnchorError when something else is in its place. */
export async function planNewFile(
  root: string,
  { path, content, mode = 0o644, purpose, group = 'new files' }: NewFile,
  { own, above }: Layers,
): Promise<NewFilePlan | AnchorError> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const lines = Buffer.from(bytes).toString('latin1').split('\n').length - 1
  const plan = { path, content: bytes, mode, purpose, group, lines }
  await missingDirectories(root, path)
  if (!(await hasEntry(join(root, path)))) return { ...plan, state: 'to do' }
  const found = await readBelow(root, path, above)
  const digest = found === undefined ? undefined : digestOf(found)
  const isOurs = own?.record.newFiles.some(file => file.path === path && file.digest === digest) ?? false
  if (isOurs && own?.phase !== 'applied') return { ...plan, state: 'to do' }
  if (digest === digestOf(bytes)) return { ...plan, state: 'present' }
  if (isOurs) return { ...plan, state: 'to do' }
  return new AnchorError(`${path}: exists already, with other content (${purpose})`, {
    path,
    expected: 'no such file',
  })
}
