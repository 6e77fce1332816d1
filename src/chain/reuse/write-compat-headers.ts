// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CompatHeader } from '../../reuse/index.js'

/**
 * Writes compatibility headers below a directory: `first/`, `last/`, and the header that goes in front of each source. Returns the compiler's flags for
 * them.
 */
export async function writeCompatHeaders(
  directory: string,
  headers: readonly CompatHeader[],
): Promise<readonly string[]> {
  for (const { place, path, text } of headers) {
    const target = place === 'prelude' ? join(directory, path) : join(directory, place, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text, 'latin1')
  }
  const has = (place: CompatHeader['place']) => headers.find(header => header.place === place)
  const prelude = has('prelude')
  return [
    ...(has('first') === undefined ? [] : [`-I${join(directory, 'first')}`]),
    ...(prelude === undefined ? [] : ['-include', join(directory, prelude.path)]),
    ...(has('last') === undefined ? [] : ['-idirafter', join(directory, 'last')]),
  ]
}
