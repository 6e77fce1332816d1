// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { Boot } from '../pieces.js'

export interface QuotedLine {
  /** Name of the log, or `stock (fips=1)` where none was kept. */
  readonly log: string
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** Which check of the guest, or which lines, show what a check is about; by the check's name. */
const SHOWN_BY: readonly (readonly [
  name: RegExp,
  by: { readonly guest?: string; readonly lines?: RegExp },
])[] = [
  [
    /^boot|the kernel panics/,
    { lines: /^(?:\[.*\] )?(?:Linux version |Run \/init|Kernel panic)|^@@kcarve (?:up|done)/ },
  ],
  [/^algorithms|self-tests|served from/, { guest: 'crypto-all' }],
  [/^initcalls/, { lines: /fips140: .*initcall/ }],
  [/^af_alg|AF_ALG/, { guest: 'afalg' }],
  [/^modules\.builtin|modprobe/, { guest: 'modprobe' }],
  [/^guest|reported all/, { lines: /^(?:not )?ok \d+ / }],
  [/fips140 is live/, { guest: 'module' }],
  [/^integrity/, { guest: 'integrity' }],
  [/^messages|warnings/, { lines: /^(?:\[.*\] )?(?:WARNING|BUG|Oops|INFO: task)/ }],
]

const MOST_LINES = 30

/** The lines of consoles that show what a check of this name has found. */
export function consoleLines(name: string, boots: readonly Boot[]): QuotedLine[] {
  const by = SHOWN_BY.find(([pattern]) => pattern.test(name))?.[1]
  if (by === undefined) return []
  return boots.flatMap(boot => {
    const found =
      by.guest === undefined
        ? boot.console.filter(({ text }) => by.lines?.test(text))
        : guestLines(boot, by.guest)
    const log = boot.logPath === null ? nameOf(boot) : basename(boot.logPath)
    return found.slice(-MOST_LINES).map(({ line, text }) => ({ log, line, text }))
  })
}

/** What a check in the guest has said, with its result: KTAP puts that last. */
function guestLines({ console: lines }: Boot, guest: string): Boot['console'] {
  const end = lines.findIndex(({ text }) => new RegExp(`^(?:not )?ok \\d+ ${guest}(?: |$)`).test(text))
  if (end < 0) return []
  let start = end
  while (start > 0 && lines[start - 1]?.text.startsWith('#')) start--
  return lines.slice(start, end + 1)
}

export const nameOf = ({ kernel, scenario }: Pick<Boot, 'kernel' | 'scenario'>): string =>
  scenario === '' ? kernel : `${kernel} (${scenario})`
