// SPDX-License-Identifier: GPL-2.0-only
import { countText } from '../../text/quantities.js'
import type { Ledger, Lifetime, Reuse, SourceReuse } from '../pieces.js'
import type { ReportCheck, ReportData } from '../report-data.js'
import type { KeptResult } from './kept-result.js'

interface Judged {
  readonly results: readonly KeptResult[]
  readonly checks: readonly ReportCheck[]
  readonly reuse: readonly Reuse[]
  readonly lifetimes: readonly Lifetime[]
  readonly sourceReuse: readonly SourceReuse[]
  readonly ledgers: readonly Ledger[]
}

/** The answer, and how far it reaches: what was not asked is not claimed. */
export function verdictOf({
  results,
  checks,
  reuse,
  lifetimes,
  sourceReuse,
  ledgers,
}: Judged): ReportData['verdict'] {
  const counted = (status: ReportCheck['status']) => checks.filter(check => check.status === status).length
  const [failed, passed, skipped] = [counted('fail'), counted('pass'), counted('skip')]
  const count =
    checks.length === 0
      ? []
      : [
          `${passed} of ${countText(checks.length, 'check')} pass`,
          ...(skipped > 0 ? [`${skipped} skipped`] : []),
        ]
  const reused: readonly { isGood: boolean; text: string; headline?: string }[] = [
    ...reuse.map(each => ({ isGood: each.verdict === 'fits', text: reuseText(each) })),
    ...lifetimes.map(each => ({ isGood: each.verdict === 'fits', text: lifetimeText(each) })),
    ...sourceReuse.map(each => ({ isGood: each.compiles, text: sourceText(each) })),
    ...ledgers.map(each => ({
      isGood: each.warnings.length === 0,
      text: ledgerText(each),
      headline: 'the ledger has warnings: not every kernel in use is proven',
    })),
  ]
  const misfit = reused.find(({ isGood }) => !isGood)
  const detail = [
    ...count,
    ...reused.map(({ text }) => text),
    ...(isProved(results) || ledgers.length === results.length ? [] : ['not compared with the stock kernel']),
  ].join('; ')
  if (failed > 0) {
    return { answer: 'no', text: `${countText(failed, 'check')} failed`, detail }
  }
  if (passed === 0 && reused.length === 0) {
    return {
      answer: 'unjudged',
      text: 'Nothing has been judged yet',
      detail: 'these runs contain no check and no reuse verdict',
    }
  }
  if (misfit !== undefined) {
    const rest =
      passed === 0 ? '' : isProved(results) ? 'Carved matches stock, but ' : 'All checks pass, but '
    const text = misfit.headline ?? misfit.text
    return { answer: 'no', text: rest === '' ? capitalized(text) : `${rest}${text}`, detail }
  }
  return { answer: 'yes', text: yesText(results, passed > 0), detail }
}

const capitalized = (text: string) =>
  text.replace(/^(?:the|all|not)\b/, word => word[0]?.toUpperCase() + word.slice(1))

const isProved = (results: readonly KeptResult[]) => results.some(({ schema }) => schema === 'kcarve/prove/2')

function yesText(results: readonly KeptResult[], hasChecks: boolean): string {
  if (isProved(results)) return 'The carved kernel matches its stock kernel in everything compared'
  const isCarved = results.some(
    result => 'boots' in result && result.boots.some(({ kernel }) => kernel === 'carved'),
  )
  if (!hasChecks && results.every(({ schema }) => schema === 'kcarve/ledger/1')) {
    const isUnnoted = results.some(
      result => result.schema === 'kcarve/ledger/1' && result.totals.certificates === 0,
    )
    return isUnnoted
      ? 'Every kernel in use has its proof; no certificate is noted'
      : 'Every kernel in use is proven to carry a module with a noted certificate'
  }
  if (hasChecks) return `The ${isCarved ? 'carved ' : ''}kernel boots and passes every check`
  return 'It fits'
}

const SINGULAR: Readonly<Record<Reuse['verdict'], string>> = {
  fits: 'fits',
  'to accept': 'is to be accepted',
  'not proven': 'is not proven to fit',
  breaks: 'breaks',
}

/** `fips140 breaks in 6.18.0`, `3 of 81 modules break in 6.18.0`. */
function reuseText({ verdict, modules, totals, kernel }: Reuse): string {
  const where = `in ${kernel.release ?? kernel.path}`
  if (totals.modules === 1) {
    return `${modules[0]?.name ?? 'the module'} ${SINGULAR[verdict]} ${where}`
  }
  const all = countText(totals.modules, 'module')
  if (verdict === 'fits') return `all of ${all} fit ${where}`
  if (verdict === 'to accept') return `${totals.toAccept} of ${all} are to be accepted ${where}`
  return verdict === 'breaks'
    ? `${totals.breaks} of ${all} break ${where}`
    : `${totals.notProven} of ${all} are not proven to fit ${where}`
}

function sourceText({ compiles, source, kernel, totals }: SourceReuse): string {
  const what = `the sources of ${source.release ?? source.path}`
  const where = `in ${kernel.release ?? kernel.path}`
  return compiles
    ? `${what} compile ${where}`
    : `${totals.filesWithErrors} of ${countText(totals.files, 'file')} of ${what} do not compile ${where}`
}

const ledgerText = ({ warnings, directory, totals }: Ledger): string =>
  warnings.length === 0
    ? `nothing is missing in the ledger of ${countText(totals.kernels, 'kernel')} in ${directory}`
    : `the ledger of ${countText(totals.kernels, 'kernel')} in ${directory} has ${countText(warnings.length, 'warning')}`

/** `fips140 fits 2 of 5 kernels in a row`, `63 of 69 modules fit all 5 kernels`. */
export function lifetimeText({ modules, kernels }: Lifetime): string {
  const [only] = modules
  if (modules.length === 1 && only !== undefined)
    return `${only.name} fits ${only.lives} of ${kernels.length} kernels in a row`
  const live = modules.filter(({ lives }) => lives === kernels.length).length
  return `${live} of ${countText(modules.length, 'module')} fit all ${kernels.length} kernels`
}
