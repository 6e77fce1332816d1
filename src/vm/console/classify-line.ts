// SPDX-License-Identifier: GPL-2.0-only
import { consoleLine } from '../../formats/dmesg/index.js'
import type { ConsoleEvent } from './event.js'

const MARKER = /^@@kcarve (\S+) ?(.*)$/
const KTAP = /^\s*(?:KTAP version \d|TAP version \d|\d+\.\.\d+$|(?:not )?ok \d+|# )/
// Anywhere: a panic does not wait for the line that a program is printing.
const PANIC = /Kernel panic - not syncing.*/
const OOPS =
  /^(?:BUG:|kernel BUG at|Oops:|general protection fault|Internal error:|Unable to handle kernel|stack segment:|invalid opcode:|double fault:|PANIC: )/
// A stall may be the host's fault, so it is no more than a warning.
const WARNING =
  /^WARNING: (?:CPU:|possible |suspicious |at )|^INFO: task |^(?:rcu: )?INFO: rcu_|^watchdog: BUG:|^------------\[ cut here \]/
const INITCALL = /^(?:calling {1,2}\S.* @ \d+$|initcall \S.* returned -?\d+ after \d+ usecs)/

/** What one line of the console means, by itself. Takes any string; line ends are the caller's to remove. */
export function classifyLine(line: string): ConsoleEvent {
  const panic = PANIC.exec(line)?.[0]
  if (panic !== undefined && !line.includes('---[ end ')) {
    return { kind: 'panic', text: panic, time: consoleLine(line).time }
  }
  if (line.startsWith('|')) return { kind: 'content', text: line.slice(1) }
  const marker = MARKER.exec(line)
  if (marker !== null) {
    return { kind: 'marker', text: line, verb: marker[1] ?? '', argument: marker[2] ?? '' }
  }
  const { message, time } = consoleLine(line)
  if (time !== undefined) return classifyKernelText(message, { time })
  if (/^qemu(?:-system-\w+)?: /.test(line)) return { kind: 'qemu', text: line }
  if (KTAP.test(line)) return { kind: 'ktap', text: line }
  // A kernel without PRINTK_TIME has no column to be known by.
  const untimed = classifyKernelText(line, {})
  if (untimed.kind !== 'kernel' || line.startsWith('Linux version ')) return untimed
  return { kind: 'other', text: line }
}

function classifyKernelText(text: string, when: { time?: number }): ConsoleEvent {
  if (OOPS.test(text)) return { kind: 'oops', text, ...when }
  if (WARNING.test(text)) return { kind: 'warning', text, ...when }
  if (INITCALL.test(text)) return { kind: 'initcall', text, ...when }
  return { kind: 'kernel', text, ...when }
}
