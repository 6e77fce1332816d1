// SPDX-License-Identifier: GPL-2.0-only

import { excess } from '../core/multiset.js'
import { consoleLine } from '../formats/dmesg/index.js'
import { linesOf } from '../formats/lines/index.js'
import { type Check, checkOf, counted } from './check.js'

interface Message {
  readonly text: string
  readonly isTrouble: boolean
}

/** KERN_WARNING; lower numbers are worse. */
const WARNING_LEVEL = 4
const TROUBLE =
  /\b(?:BUG|WARNING|Oops|Call Trace|error|errors|failed|failure|corrupt(?:ed|ion)?|taint(?:s|ed)?)\b/i
/** What depends on how busy the host is. */
const TIMING =
  /clocksource|watchdog|sched_clock|interrupt took|lost \d+ RTC interrupts|\btsc\b|hrtimer|calibrat|APIC timer|rcu.*stall|lockup/i

/**
 * Whether a kernel says nothing worse than stock does: lines of `dmesg -r` that are warnings or sound like one.
 * Numbers and addresses do not count, nor do complaints about time: a busy host causes those.
 */
export function compareMessages(stock: string, other: string): Check {
  const before = messagesOf(stock)
  const after = messagesOf(other)
  const troubles = (messages: readonly Message[]) => messages.filter(({ isTrouble }) => isTrouble)
  const keys = (messages: readonly Message[]) => troubles(messages).map(({ text }) => normalise(text))
  const fresh = new Map(troubles(after).map(({ text }) => [normalise(text), text]))
  const differences = excess(keys(after), keys(before)).map(key => fresh.get(key) ?? key)
  const evidence =
    before.length === 0 || after.length === 0
      ? []
      : [
          `${counted(after.length, 'line')} of dmesg; stock has ${before.length}, ${counted(keys(before).length, 'warning')} among them`,
        ]
  return checkOf('messages', 'no new kernel warnings', { evidence, differences })
}

function messagesOf(dmesg: string): Message[] {
  const messages: Message[] = []
  let level = 7
  for (const { text: line } of linesOf(dmesg)) {
    const prefix = /^<(\d{1,3})>/.exec(line)?.[1]
    // Further lines of one message have no prefix. The facility is above the three bits of the level.
    if (prefix !== undefined) level = Number(prefix) & 7
    const text = consoleLine(line).message.trim()
    if (text === '' || isInitcallTrace(text) || isCommandLine(text)) continue
    const isTrouble = (level <= WARNING_LEVEL || TROUBLE.test(text)) && !TIMING.test(text)
    messages.push({ text, isTrouble })
  }
  return messages
}

/** They have a check of their own. */
const isInitcallTrace = (text: string) => /^calling {1,2}\S+ |^initcall \S+(?: \[\S+\])? returned /.test(text)

/** It differs by the words that tell our guest what to do, and is no message of the kernel's own. */
const isCommandLine = (text: string) => /^(?:Kernel c|C)ommand line: /.test(text)

const normalise = (text: string) =>
  text
    .replace(/\b(?:0x)?[0-9a-f]{8,16}\b/gi, '#')
    .replace(/0x[0-9a-f]+/gi, '#')
    .replace(/\d+/g, '#')
