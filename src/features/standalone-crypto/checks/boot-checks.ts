// SPDX-License-Identifier: GPL-2.0-only
import { type KtapTest, readKtap } from '../../../formats/ktap/index.js'
import { type CryptoAlgorithm, readProcCrypto } from '../../../formats/proc-crypto/index.js'
import type { Check } from '../../../text/checks.js'
import type { BootResult } from '../../../vm/index.js'
import type { Expectation } from './expectation.js'

/** What a boot has shown, against what it was to show. isPartial: a selection has left something in vmlinux. */
export function bootChecks(boot: BootResult, expectation: Expectation, { isPartial = false } = {}): Check[] {
  if (expectation.kind === 'panic') return [panicCheck(boot, expectation.text)]
  return [
    outcomeCheck(boot),
    warningCheck(boot),
    ...guestChecks(boot),
    ...(expectation.kind === 'carved' ? algorithmChecks(boot, isPartial) : []),
  ]
}

function panicCheck({ outcome, panics, summary, relevantLines }: BootResult, text: string): Check {
  const name = 'the kernel panics'
  const found = panics.find(line => line.includes(text))
  if (outcome === 'panic' && found !== undefined) return { name, status: 'pass', detail: found }
  return { name, status: 'fail', detail: `expected “${text}”, but: ${summary}`, lines: relevantLines }
}

function outcomeCheck({ outcome, release, summary, relevantLines }: BootResult): Check {
  const name = 'boots to user space'
  return outcome === 'completed'
    ? { name, status: 'pass', detail: release ?? '' }
    : { name, status: 'fail', detail: summary, lines: relevantLines }
}

function warningCheck({ warnings }: BootResult): Check {
  const name = 'no kernel warnings'
  return warnings.length === 0
    ? { name, status: 'pass', detail: '' }
    : { name, status: 'fail', detail: `${warnings.length} printed`, lines: warnings }
}

const TITLES: Readonly<Record<string, string>> = {
  afalg: 'known answers by AF_ALG',
  'crypto-all': 'self-tests of all algorithms',
  module: 'fips140 is live and cannot be removed',
  again: 'fips140 cannot be loaded again',
  modprobe: 'modprobe of carved names',
  params: 'module parameters',
  integrity: 'integrity and tests on demand',
}

const lastOf = (said: readonly string[]) => said.at(-1) ?? ''

/** Which of the lines that a check prints says it in short, where it is not the last. */
const SUMMARIES: Readonly<Record<string, (said: readonly string[]) => string>> = {
  'crypto-all': said => said[0] ?? '',
  modprobe: said => said.join(', '),
}

const STATUS = { pass: 'pass', fail: 'fail', skip: 'skip', xfail: 'pass' } as const

function guestChecks({ ktap, outcome }: BootResult): Check[] {
  const report = readKtap(ktap)
  const checks = report.tests.map(guestCheck)
  // Of a boot that failed there is nothing more to say.
  if (outcome !== 'completed') return checks
  const lines = [...report.problems]
  if (report.missing > 0) lines.push(`${report.missing} never reported`)
  if (checks.length === 0) lines.push('there was not one')
  if (lines.length === 0) return checks
  return [...checks, { name: 'the guest reported all its checks', status: 'fail', detail: '', lines }]
}

function guestCheck({ name, status, diagnostic, lines }: KtapTest): Check {
  const said = lines.map(line => line.replace(/^# ?/, '')).filter(line => line !== '')
  const detail = status === 'skip' ? diagnostic : (SUMMARIES[name] ?? lastOf)(said)
  const check = { name: TITLES[name] ?? name, status: STATUS[status], detail }
  return status === 'fail' ? { ...check, detail: '', lines: said.slice(-12) } : check
}

function algorithmChecks({ texts, outcome }: BootResult, isPartial: boolean): Check[] {
  return outcome === 'completed' ? [servedCheck(readProcCrypto(texts.get('crypto') ?? ''), isPartial)] : []
}

/** Nothing that implements an algorithm is left in vmlinux but by a selection; a module of its own is as it was. */
function servedCheck(algorithms: readonly CryptoAlgorithm[], isPartial: boolean): Check {
  const left = algorithms.filter(({ module }) => module === 'kernel')
  const served = algorithms.filter(({ module }) => module === 'fips140')
  const detail = `${served.length} of ${algorithms.length}`
  return {
    name: 'served from fips140',
    status: (isPartial || left.length === 0) && served.length > 0 ? 'pass' : 'fail',
    detail: isPartial ? `${detail}, ${left.length} in vmlinux as selected` : detail,
    lines: left.map(({ name, driver }) => `${driver} (${name}) is in vmlinux`),
  }
}
