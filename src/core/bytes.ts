// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from './errors.js'

/** A 64-bit on-disk size or offset as a number; throws FormatError when it is beyond 2^53 and so beyond any file. */
export function checkedNumber(value: bigint, where: { offset: number; field: string }): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError(`value ${value} is too large`, where)
  return Number(value)
}
