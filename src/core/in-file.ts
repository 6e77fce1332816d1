// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from './errors.js'

/** What `read` gives; a FormatError that it throws names the file that the bytes came from. */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(file) : error
  }
}
