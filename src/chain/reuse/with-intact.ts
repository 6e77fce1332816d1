// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { MANIFEST, requireIntact, withUnpacked } from '../../archive/index.js'
import { exists } from '../../core/exists.js'

/**
 * Calls `use` with a path, or with the directory that it is when unpacked. Throws UsageError for an archive that is not as it was
 * written: a verdict on one that somebody has changed would be one on something else.
 */
export const withIntact = <T>(
  path: string,
  use: (path: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> =>
  withUnpacked(
    path,
    async directory => {
      if (await exists(join(directory, MANIFEST))) await requireIntact(directory, path)
      return use(directory)
    },
    signal,
  )
