// SPDX-License-Identifier: GPL-2.0-only

/** The value, in a test that cannot go on without it. */
export function must<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('expected a value, there is none')
  return value
}
