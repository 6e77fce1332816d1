// SPDX-License-Identifier: GPL-2.0-only
import { open } from 'node:fs/promises'
import { isFile } from '../../core/exists.js'

/** Of bundles; in-toto recommends `.intoto.jsonl`. */
export const BUNDLE_SUFFIX = '.jsonl'

/** Whether a path is a bundle of attestations by its name, or by its first byte; a file of another name is judged by what it is. */
export async function mayBeBundle(path: string): Promise<boolean> {
  if (path.endsWith(BUNDLE_SUFFIX)) return true
  if (!(await isFile(path))) return false
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0)
    return bytesRead === 1 && buffer.toString('latin1') === '{'
  } finally {
    await file.close()
  }
}
