// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'

/**
 * Short names for kernels in a table: their releases, or the names of their files, without what all of them end with from a `+` or `-` on,
 * such as `+deb12-cloud-amd64`.
 */
export function kernelColumns(
  kernels: readonly { readonly release: string | null; readonly path: string }[],
): readonly string[] {
  const names = kernels.map(({ release, path }) => release ?? basename(path))
  const [first = ''] = names
  for (const { index } of first.matchAll(/[+-]/g)) {
    const ending = first.slice(index)
    if (index > 0 && names.every(name => name.endsWith(ending)))
      return names.map(name => name.slice(0, -ending.length))
  }
  return names
}
