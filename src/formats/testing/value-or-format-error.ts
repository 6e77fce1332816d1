// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

/** Runs a reader on hostile input: a FormatError is an answer, anything else that is thrown fails the test. */
export function valueOrFormatError(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
  }
}
