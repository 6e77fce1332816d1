// SPDX-License-Identifier: GPL-2.0-only
import prettyBytes from 'pretty-bytes'
import prettyMs from 'pretty-ms'

/** `1.2 MiB`. */
export const bytesText = (bytes: number): string => prettyBytes(bytes, { binary: true })

/** `40ms`, `1.2s`, `1m 23s`. Takes milliseconds. */
export const durationText = (ms: number): string =>
  ms < 10_000 ? prettyMs(Math.round(ms)) : prettyMs(Math.round(ms / 1000) * 1000)

/** `1 file`, `2 files`, `12,345 files`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`
}

export const numberText = (value: number): string => value.toLocaleString('en-US')
