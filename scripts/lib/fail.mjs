// SPDX-License-Identifier: GPL-2.0-only

/** Ends the process with one line, and a second one that says what to do. */
export function fail(code, message, hint) {
  process.stderr.write(`kcarve: ${message}\n`)
  if (hint !== undefined) process.stderr.write(`  ${hint}\n`)
  process.exit(code)
}
