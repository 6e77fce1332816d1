// SPDX-License-Identifier: GPL-2.0-only
import type { ConsoleEvent } from './event.js'

/** What a guest has told its host, taken out of the events of a boot. */
export interface Transcript {
  /** `uname -r` in the guest; undefined when it never came so far. */
  readonly release: string | undefined
  /** The named texts (`modules`, `dmesg`), each ending in a line feed unless empty. One that was cut short is absent. */
  readonly texts: ReadonlyMap<string, string>
  /** The KTAP document, as printed. */
  readonly ktap: string
  readonly panics: readonly string[]
  readonly oopses: readonly string[]
  readonly warnings: readonly string[]
  /** Whether the guest has come to its end. */
  readonly done: boolean
  /** Whether anything of the kernel was seen at all. */
  readonly kernelSpoke: boolean
}

/** Folds the events of one boot into what they say. */
export function transcriptOf(events: readonly ConsoleEvent[]): Transcript {
  const texts = new Map<string, string>()
  let open: { name: string; lines: string[] } | undefined
  const textsOf = (kind: ConsoleEvent['kind']) =>
    events.filter(event => event.kind === kind).map(event => event.text)
  for (const event of events) {
    if (event.kind === 'content') open?.lines.push(event.text)
    if (event.kind !== 'marker') continue
    if (event.verb === 'begin') open = { name: event.argument, lines: [] }
    if (event.verb === 'end' && open?.name === event.argument) {
      texts.set(open.name, open.lines.map(line => `${line}\n`).join(''))
      open = undefined
    }
  }
  const up = events.find(event => event.kind === 'marker' && event.verb === 'up')
  return {
    release: up?.kind === 'marker' ? up.argument : undefined,
    texts,
    ktap: textsOf('ktap')
      .map(line => `${line}\n`)
      .join(''),
    panics: textsOf('panic'),
    oopses: textsOf('oops'),
    warnings: textsOf('warning').filter(text => !text.startsWith('---')),
    done: events.some(event => event.kind === 'marker' && event.verb === 'done'),
    kernelSpoke: events.some(event => event.kind === 'kernel'),
  }
}
