// SPDX-License-Identifier: GPL-2.0-only

import { basename } from 'node:path'
import { MODULE_NAME } from '../../features/standalone-crypto/names.js'
import type { Boot } from '../pieces.js'

export interface QuotedLine {
  /** Name of the log, or `stock (fips=1)` where none was kept. */
  readonly log: string
  /** From 1. */
  readonly line: number
  readonly text: string
}

interface ShownBy {
  /** A check of the guest, as its KTAP result names it. */
  readonly guest?: string | undefined
  readonly lines?: RegExp | undefined
}

const BOOT = /^(?:\[.*\] )?(?:Linux version |Run \/init|Kernel panic)|^@@kcarve (?:up|done)/
const TROUBLE = /^(?:\[.*\] )?(?:WARNING|BUG|Oops|INFO: task)/
const RESULT = /^(?:not )?ok \d+ /

/** What on a console shows what a check is about, by the check's id. */
const SHOWN_BY: ReadonlyMap<string, ShownBy> = new Map([
  ['boots', { lines: BOOT }],
  ['panics', { lines: BOOT }],
  ['algorithms', { guest: 'crypto-all' }],
  ['self-tests', { guest: 'crypto-all' }],
  ['served', { guest: 'crypto-all' }],
  ['initcalls', { lines: new RegExp(`${MODULE_NAME}: .*initcall`) }],
  ['af-alg', { guest: 'afalg' }],
  ['known-answers', { guest: 'afalg' }],
  ['modules-builtin', { guest: 'modprobe' }],
  ['modprobe', { guest: 'modprobe' }],
  ['module-live', { guest: 'module' }],
  ['loaded-again', { guest: 'again' }],
  ['integrity', { guest: 'integrity' }],
  ['guest-checks', { lines: RESULT }],
  ['guest-reports', { lines: RESULT }],
  ['messages', { lines: TROUBLE }],
  ['warnings', { lines: TROUBLE }],
])

const MOST_LINES = 30

/** The lines of consoles that show what a check has found. */
export function consoleLines(checkId: string, boots: readonly Boot[]): QuotedLine[] {
  const by = SHOWN_BY.get(checkId)
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
