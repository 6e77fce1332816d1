// SPDX-License-Identifier: GPL-2.0-only
import { consoleLine } from '../dmesg/index.js'
import { linesOf } from '../lines/index.js'

/** One call of an initcall, in the order the calls began. */
export interface InitcallCall {
  /** Without offset and size; an address when the kernel has no kallsyms. */
  readonly function: string
  /** The module that has the function; undefined for vmlinux. */
  readonly module: string | undefined
  /** Process that made the call; 1 for built-in initcalls. */
  readonly pid: number
  /** What the function returned; undefined when that was never printed. */
  readonly returned: number | undefined
  /** Microseconds. */
  readonly usecs: number | undefined
  /** When it began, in seconds since boot; undefined when printk wrote no times. */
  readonly time: number | undefined
}

export interface InitcallTrace {
  readonly calls: readonly InitcallCall[]
  /** `returned` lines without a `calling` line before them: part of the console is lost. */
  readonly orphans: readonly string[]
}

/** `%pS` of the kernel: name+0x0/0x10, and a module in brackets. */
const SYMBOL = String.raw`([^\s+]+)(?:\+0x[0-9a-f]{1,16}\/0x[0-9a-f]{1,16})?(?: \[([^\]\s]+)[^\]]{0,100}\])?`
const CALLING = new RegExp(`^calling {1,2}${SYMBOL} @ (\\d{1,10})$`)
const RETURNED = new RegExp(`^initcall ${SYMBOL} returned (-?\\d{1,10}) after (\\d{1,15}) usecs$`)

/** Reads what `initcall_debug` prints out of a console log or dmesg; all other lines are passed over. */
export function readInitcallTrace(text: string): InitcallTrace {
  const calls: InitcallCall[] = []
  const orphans: string[] = []
  /** Calls that have begun and not ended; several when one name is used twice, the last begun ends first. */
  const open = new Map<string, number[]>()
  for (const { text: line } of linesOf(text)) {
    const { message: printed, time } = consoleLine(line)
    const message = printed.trimEnd()
    const calling = CALLING.exec(message)
    if (calling?.[1] !== undefined) {
      const key = keyOf(calling[1], calling[2])
      const waiting = open.get(key)
      if (waiting === undefined) open.set(key, [calls.length])
      else waiting.push(calls.length)
      const pid = Number(calling[3])
      const [name, module] = [calling[1], calling[2]]
      calls.push({ function: name, module, pid, returned: undefined, usecs: undefined, time })
    }
    const returned = RETURNED.exec(message)
    if (returned?.[1] !== undefined) {
      const index = open.get(keyOf(returned[1], returned[2]))?.pop()
      const call = index === undefined ? undefined : calls[index]
      if (index === undefined || call === undefined) orphans.push(message)
      else calls[index] = { ...call, returned: Number(returned[3]), usecs: Number(returned[4]) }
    }
  }
  return { calls, orphans }
}

const keyOf = (name: string, module: string | undefined) => `${module ?? ''} ${name}`
