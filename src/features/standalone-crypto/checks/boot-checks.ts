// SPDX-License-Identifier: GPL-2.0-only

import { type Check, checkOf, counted } from '../../../checks/check.js'
import { readKtap } from '../../../formats/ktap/index.js'
import { readProcCrypto } from '../../../formats/proc-crypto/index.js'
import type { BootResult } from '../../../vm/index.js'
import { MODULE_NAME } from '../names.js'
import type { Expectation } from './expectation.js'
import { guestCheck } from './guest-checks.js'

/** What a boot has shown, against what it must show. isPartial: a selection leaves something in vmlinux. */
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
  // A boot that failed has a check of its own, and the test that it broke off has no name yet.
  const checks = report.tests.filter(({ name }) => name !== '').map(guestCheck)
  if (outcome !== 'completed') return checks
  const differences = [...report.problems]
  if (report.missing > 0) differences.push(`${counted(report.missing, 'check')} never reported`)
  if (checks.length === 0) differences.push('no check reported')
  if (differences.length === 0) return checks
  const title = 'the guest reported all its checks'
  return [...checks, checkOf('guest-reports', title, { evidence: [], differences })]
}

/** No algorithm is implemented in vmlinux unless a selection leaves it there; modules of their own do not count. */
function servedCheck({ texts }: BootResult, isPartial: boolean): Check {
  const algorithms = readProcCrypto(texts.get('crypto') ?? '')
  const served = algorithms.filter(({ module }) => module === MODULE_NAME).length
  const left = algorithms
    .filter(({ module }) => module === 'kernel')
    .map(({ name, driver }) => `${driver} (${name}) is in vmlinux`)
  const count = `${served} of ${algorithms.length}`
  return checkOf('served', 'served from fips140', {
    evidence: isPartial ? [`${count}, ${left.length} in vmlinux as selected`, ...left] : [count],
    differences: [...(served === 0 ? ['fips140 serves no algorithm'] : []), ...(isPartial ? [] : left)],
  })
}
