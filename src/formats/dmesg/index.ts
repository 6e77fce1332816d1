// SPDX-License-Identifier: GPL-2.0-only

/** What printk puts before a message on the console: `<6>`, `[    1.234567]`, and the caller of CONFIG_PRINTK_CALLER. */
const PREFIX = /^(?:<\d{1,3}>)?\[ *(\d{1,10}\.\d{1,9})\](?:\[ *[TC]\d{1,10}\])? ?/

export interface ConsoleLine {
  /** Without the prefix; its own indentation is kept. */
  readonly message: string
  /** Seconds since boot, when printk wrote the line with a time. */
  readonly time: number | undefined
}

/** A line of the console or of dmesg, taken apart. */
export function consoleLine(line: string): ConsoleLine {
  const match = PREFIX.exec(line)
  if (match === null) return { message: line, time: undefined }
  return { message: line.slice(match[0].length), time: Number(match[1]) }
}
