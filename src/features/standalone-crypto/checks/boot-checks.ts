// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf } from '../../../checks/check.js'
import { readKtap } from '../../../formats/ktap/index.js'
import { readProcCrypto } from '../../../formats/proc-crypto/index.js'
import type { BootResult } from '../../../vm/index.js'
import type { Expectation } from './expectation.js'
import { guestCheck } from './guest-checks.js'

/** What a boot has shown, against what it was to show. isPartial: a selection has left something in vmlinux. */
export function bootChecks(boot: BootResult, expectation: Expectation, { isPartial = false } = {}): Check[] {
  if (expectation.kind === 'panic') return [panicCheck(boot, expectation.text)]
  return [
    outcomeCheck(boot),
    warningCheck(boot),
    ...guestChecks(boot),
    ...(expectation.kind === 'carved' && boot.outcome === 'completed' ? [servedCheck(boot, isPartial)] : []),
  ]
}

function panicCheck({ outcome, panics, summary, relevantLines }: BootResult, text: string): Check {
  const found = panics.find(line => line.includes(text))
  const asExpected = outcome === 'panic' && found !== undefined
  return checkOf('panics', 'the kernel panics', {
    evidence: asExpected ? [found] : [],
    differences: asExpected ? [] : [`expected “${text}”, but: ${summary}`, ...relevantLines],
  })
}

function outcomeCheck({ outcome, release, summary, relevantLines }: BootResult): Check {
  const booted = outcome === 'completed'
  return checkOf('boots', 'boots to user space', {
    evidence: booted ? [release ?? summary] : [],
    differences: booted ? [] : [...new Set([summary, ...relevantLines])],
  })
}

function warningCheck({ warnings, kernelSpoke }: BootResult): Check {
  const evidence = warnings.length > 0 ? `${warnings.length} printed` : 'none on the console'
  return checkOf('warnings', 'no kernel warnings', {
    evidence: kernelSpoke ? [evidence] : [],
    differences: warnings,
  })
}

function guestChecks({ ktap, outcome }: BootResult): Check[] {
  const report = readKtap(ktap)
  const checks = report.tests.map(guestCheck)
  // Of a boot that failed there is nothing more to say.
  if (outcome !== 'completed') return checks
  const differences = [...report.problems]
  if (report.missing > 0) differences.push(`${report.missing} never reported`)
  if (checks.length === 0) differences.push('there was not one')
  if (differences.length === 0) return checks
  const title = 'the guest reported all its checks'
  return [...checks, checkOf('guest-reports', title, { evidence: [], differences })]
}

/** Nothing that implements an algorithm is left in vmlinux but by a selection; a module of its own is as it was. */
function servedCheck({ texts }: BootResult, isPartial: boolean): Check {
  const algorithms = readProcCrypto(texts.get('crypto') ?? '')
  const served = algorithms.filter(({ module }) => module === 'fips140').length
  const left = algorithms
    .filter(({ module }) => module === 'kernel')
    .map(({ name, driver }) => `${driver} (${name}) is in vmlinux`)
  const count = `${served} of ${algorithms.length}`
  return checkOf('served', 'served from fips140', {
    evidence: isPartial ? [`${count}, ${left.length} in vmlinux as selected`, ...left] : [count],
    differences: [...(served === 0 ? ['fips140 serves no algorithm'] : []), ...(isPartial ? [] : left)],
  })
}
