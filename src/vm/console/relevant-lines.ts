// SPDX-License-Identifier: GPL-2.0-only
import type { ConsoleEvent } from './event.js'

const TROUBLE: ReadonlySet<ConsoleEvent['kind']> = new Set(['panic', 'oops'])
// Registers, raw code and the machine's name explain nothing to a reader of a summary; the log has them.
const NOISE =
  /^(?:Code:|R(?!IP)[A-Z0-9]{1,2}: |FS: |CS: |CR2: |DR\d: |EFLAGS|PKRU:|Hardware name:|Modules linked in:|Kernel Offset:|Rebooting in |---\[ end)|^ *(?:<\/?(?:TASK|IRQ|NMI)>)$/
const MOST_LINES = 24

/**
 * The lines that say why a kernel stopped: from the first panic or oops on, without registers; without one,
 * the last lines before the silence.
 */
export function relevantLines(events: readonly ConsoleEvent[]): string[] {
  const spoken = events.filter(event => event.kind !== 'content' && event.kind !== 'initcall')
  const first = spoken.findIndex(event => TROUBLE.has(event.kind))
  if (first < 0)
    return events
      .filter(event => event.kind !== 'content')
      .slice(-8)
      .map(event => event.text)
  // An oops is introduced by "cut here" or by the message of whatever checked it.
  const start = spoken[first - 1]?.kind === 'warning' ? first - 1 : first
  return spoken
    .slice(start)
    .map(event => event.text)
    .filter(text => text.trim() !== '' && !NOISE.test(text))
    .slice(0, MOST_LINES)
}
