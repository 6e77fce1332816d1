// SPDX-License-Identifier: GPL-2.0-only
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The headers of a Debian kernel: what is common to its flavours, and the build directory of one. */
export const COMMON = 'linux-headers-6.1.0-47-common'
export const OWN = 'linux-headers-6.1.0-47-amd64'

/** The first `from` in a file becomes `to`; a text that is not there is a mistake in a test. */
export interface Edit {
  /** Below the directory that holds both. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A kernel's headers that can be changed for a while. */
export interface ChangedKernel {
  /** The build directory. */
  readonly headers: string
  readonly whileChanged: <T>(edits: readonly Edit[], use: () => Promise<T>) => Promise<T>
}

/** Copies headers, as they were unpacked, into a directory that is not there. */
export function changedKernel(headers: string, root: string): ChangedKernel {
  for (const directory of [COMMON, OWN]) {
    const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true }
    cpSync(join(dirname(headers), directory), join(root, directory), options)
  }
  return {
    headers: join(root, OWN),
    whileChanged: async (edits, use) => {
      const originals = edits.map(({ file }) => readFileSync(join(root, file), 'utf8'))
      try {
        for (const { file, from, to } of edits) {
          const text = readFileSync(join(root, file), 'utf8')
          if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`)
          writeFileSync(
            join(root, file),
            text.replace(from, () => to),
          )
        }
        return await use()
      } finally {
        // The last edit of a file is undone first.
        for (const [index, { file }] of [...edits.entries()].reverse()) {
          writeFileSync(join(root, file), originals[index] ?? '')
        }
      }
    },
  }
}
