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

/** The same, and the error names what of the file the bytes are, such as a section. */
export function inField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new FormatError(
      error.problem,
      { offset: error.offset, field: `${field} ${error.field}` },
      { cause: error },
    )
  }
}
