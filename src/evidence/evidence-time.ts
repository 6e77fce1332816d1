// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../core/errors.js'

/** The latest time that RFC 3339 can write: the end of the year 9999. */
const LATEST = 253_402_300_799

/**
 * The time that evidence bears, to the second, as RFC 3339 writes it. SOURCE_DATE_EPOCH, where it is set, is the time
 * (https://reproducible-builds.org/specs/source-date-epoch/): then the same inputs give the same bytes. Throws UsageError when
 * it is no number of seconds.
 */
export function evidenceTime(now = new Date(), env: NodeJS.ProcessEnv = process.env): string {
  const epoch = env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return toTheSecond(now)
  if (!/^\d+$/.test(epoch) || Number(epoch) > LATEST) {
    throw new UsageError(`SOURCE_DATE_EPOCH=${epoch} is not a number of seconds since 1970`)
  }
  return toTheSecond(new Date(Number(epoch) * 1000))
}

const toTheSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`
