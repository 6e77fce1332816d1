// SPDX-License-Identifier: GPL-2.0-only
import { FACTS, type Fact, type Finding, type JudgedModule, type Verdict } from '../reuse-report.js'
import { judgeBoundary } from './judge-boundary.js'
import { judgeBtf } from './judge-btf.js'
import { judgeCompiled } from './judge-compiled.js'
import { judgeFeatures } from './judge-features.js'
import { judgeArchitecture, judgeSymbols } from './judge-identity.js'
import { judgeImports, judgeLicense, judgeNamespaces } from './judge-imports.js'
import type { Judge, JudgeInput } from './judge-input.js'
import { judgeSections, judgeStructModule } from './judge-layout.js'
import { comparedCrcs, judgeCrcs, judgeVermagic } from './judge-loading.js'
import { judgeSignature } from './judge-policy.js'

const JUDGES: Readonly<Record<Fact, Judge>> = {
  architecture: judgeArchitecture,
  symbols: judgeSymbols,
  vermagic: judgeVermagic,
  crcs: judgeCrcs,
  imports: judgeImports,
  namespaces: judgeNamespaces,
  license: judgeLicense,
  'struct module': judgeStructModule,
  sections: judgeSections,
  features: judgeFeatures,
  boundary: judgeBoundary,
  btf: judgeBtf,
  signature: judgeSignature,
  compiled: judgeCompiled,
}

/** What is part of the compiled module: when that is the same for both kernels, so is this. */
export const IN_THE_MODULE: ReadonlySet<Fact> = new Set<Fact>(['struct module', 'sections', 'features'])

/** Judges one module by all facts. Throws FormatError when its file is damaged. */
export function judgeModule(input: JudgeInput): JudgedModule {
  const { module, kernel } = input
  const all = FACTS.flatMap(fact => JUDGES[fact](input))
  // Code that is the same but for a symbol has the same records.
  const isWitnessed = !all.some(({ fact, effect }) => fact === 'compiled' && effect !== 'to accept')
  const findings = all.filter(
    ({ fact, effect }) => !(isWitnessed && effect === 'unseen' && IN_THE_MODULE.has(fact)),
  )
  return {
    path: module.path,
    sha256: module.sha256,
    name: module.name,
    verdict: verdictOf(findings, input.accepts),
    findings,
    crcs: { ...comparedCrcs(module, kernel), total: module.crcs.size },
  }
}

function verdictOf(findings: readonly Finding[], accepts: boolean): Verdict {
  const has = (effect: Finding['effect']) => findings.some(finding => finding.effect === effect)
  if (has('breaks')) return 'breaks'
  if (has('unseen')) return 'not proven'
  return has('to accept') && !accepts ? 'to accept' : 'fits'
}
