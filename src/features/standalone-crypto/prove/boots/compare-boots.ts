// SPDX-License-Identifier: GPL-2.0-only

import { type Check, checkOf, skippedCheck } from '../../../../checks/check.js'
import { compareGuestChecks } from '../../../../checks/compare-guest-checks.js'
import { compareMessages } from '../../../../checks/compare-messages.js'
import { compareParameters } from '../../../../checks/compare-parameters.js'
import { FormatError } from '../../../../core/errors.js'
import { readInitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { type CryptoAlgorithm, readProcCrypto } from '../../../../formats/proc-crypto/index.js'
import type { BootResult } from '../../../../vm/index.js'
import { compareAlgorithms } from '../compare/compare-algorithms.js'
import { compareInitcalls } from '../compare/compare-initcalls.js'
import { compareKunit, KUNIT_TITLE } from '../compare/compare-kunit.js'
import { compareResults } from '../compare/compare-results.js'
import { compareSelfTests } from '../compare/compare-self-tests.js'
import type { KunitQuestion } from './kunit-tests.js'

export interface CompareBootsOptions {
  readonly isOutside?: ((algorithm: CryptoAlgorithm) => boolean) | undefined
  readonly movedInitcalls?: readonly string[] | undefined
  /** What the guests were asked of KUnit tests. */
  readonly kunit?: KunitQuestion | undefined
  /** Whether the kernels run the full self-tests. */
  readonly hasFullSelfTests?: boolean | undefined
}

type Boot = Pick<BootResult, 'outcome' | 'summary' | 'relevantLines' | 'texts' | 'ktap'>

/** Compares two boots of one scenario in everything they show. When a boot fails, that is the only check. */
export function compareBoots(stock: Boot, carved: Boot, options: CompareBootsOptions = {}): Check[] {
  const booted = bootCheck(stock, carved)
  if (booted.status === 'fail') return [booted]
  const text = ({ texts }: Boot, name: string) => texts.get(name) ?? ''
  const [dmesg, dmesgCarved] = [text(stock, 'dmesg'), text(carved, 'dmesg')]
  return [
    booted,
    ...algorithmsChecks(text(stock, 'crypto'), text(carved, 'crypto'), options),
    compareInitcalls(readInitcallTrace(dmesg), readInitcallTrace(dmesgCarved), options.movedInitcalls),
    compareMessages(dmesg, dmesgCarved),
    compareResults(text(stock, 'afalg'), text(carved, 'afalg')),
    compareParameters(text(stock, 'sysmodule'), text(carved, 'sysmodule')),
    compareGuestChecks(stock.ktap, carved.ktap),
    ...kunitChecks(stock, carved, options),
  ]
}

/** Whether both came to their end. */
export function bootCheck(stock: Boot, carved: Boot): Check {
  const differences = [['stock', stock] as const, ['carved', carved] as const].flatMap(
    ([name, { outcome, summary, relevantLines }]) =>
      outcome === 'completed'
        ? []
        : [`${name}: ${summary}`, ...relevantLines.map(line => `${name}: ${line}`)],
  )
  const evidence = differences.length === 0 ? ['both kernels ran all guest checks'] : []
  return checkOf('boots', 'both kernels boot', { evidence, differences })
}

/** A /proc/crypto that cannot be read is an answer too. */
function algorithmsChecks(
  stockText: string,
  carvedText: string,
  { isOutside, hasFullSelfTests = false }: CompareBootsOptions,
): Check[] {
  try {
    const [stock, carved] = [readProcCrypto(stockText), readProcCrypto(carvedText)]
    return [
      compareAlgorithms(stock, carved, isOutside),
      ...(hasFullSelfTests ? [compareSelfTests(stock, carved)] : []),
    ]
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const differences = [`/proc/crypto cannot be read: ${error.message}`]
    return [checkOf('algorithms', '/proc/crypto lists the same algorithms', { evidence: [], differences })]
  }
}

function kunitChecks(stock: Boot, carved: Boot, { kunit }: CompareBootsOptions): Check[] {
  if (kunit === undefined) return []
  if ('skipped' in kunit) return [skippedCheck('kunit', KUNIT_TITLE, kunit.skipped)]
  return [compareKunit(stock.ktap, carved.ktap, kunit.modules)]
}
