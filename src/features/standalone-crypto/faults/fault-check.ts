// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf } from '../../../checks/check.js'
import type { BootResult } from '../../../vm/index.js'
import { bootChecks } from '../checks/boot-checks.js'
import type { Fault } from './index.js'

/** Whether a boot with a fault ended as documented, and the console line that says so. */
export function faultCheck({ name, promised }: Fault, boot: BootResult): Check {
  const { outcome, summary, events, oopses, panics, relevantLines } = boot
  const passed = (line: string) => checkOf(name, name, { evidence: [line], differences: [] })
  const failed = (line: string, lines: readonly string[] = relevantLines) =>
    checkOf(name, name, { evidence: [], differences: [...new Set([line, ...lines])] })
  const console = events.map(({ text }) => text)
  const said = lineWith(promised.kind === 'panic' ? panics : console, promised.text)
  if (said === undefined) return failed(`the console never said “${promised.text}”: ${summary}`)
  switch (promised.kind) {
    case 'panic': {
      const { because } = promised
      if (because === undefined) return passed(said)
      const reason = lineWith(console, because)
      return reason === undefined
        ? failed(`the console never said “${because}”: ${summary}`)
        : passed(`${reason}; ${said}`)
    }
    case 'oops':
      return oopses[0] === undefined ? failed(summary) : passed(`${oopses[0]}; ${said}`)
    case 'hangs':
      return outcome === 'hang' ? passed(`${said}, and no more`) : failed(summary)
    case 'boots': {
      if (outcome !== 'completed') return failed(summary)
      const wrong = failuresBut(promised.without, boot)
      return wrong.length === 0 ? passed(said) : failed('something else failed as well', wrong)
    }
  }
}

/** The first line that has the text in it, in which `…` is anything. */
function lineWith(lines: readonly string[], text: string): string | undefined {
  const parts = text.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(parts.join('.*'))
  return lines.find(line => pattern.test(line))
}

/** What fails in the guest, except for lines that contain one of the words. */
function failuresBut(words: readonly string[], boot: BootResult): string[] {
  return bootChecks(boot, { kind: 'carved' })
    .filter(({ status }) => status === 'fail')
    .flatMap(({ differences }) => differences)
    .filter(line => !words.some(word => line.includes(word)))
}
