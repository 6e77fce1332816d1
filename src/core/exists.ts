// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'

/** Whether there is something at the path that can be reached: a symlink counts as what it leads to. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Whether there is a regular file at the path, or at the end of symlinks there. */
export const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  )

/** The same of a directory. */
export const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
