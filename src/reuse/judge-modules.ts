// SPDX-License-Identifier: GPL-2.0-only
import { comparedCrcs } from './judge/judge-loading.js'
import { judgeModule } from './judge/judge-module.js'
import type { KernelFacts } from './kernel/kernel-facts.js'
import type { CompiledModule } from './module/compiled-module.js'
import type { ModuleFacts } from './module/module-facts.js'
import {
  FACTS,
  type Finding,
  type JudgedModule,
  type Reason,
  type ReuseReport,
  type Verdict,
} from './reuse-report.js'
import type { RecompileResult } from './witness/witness.js'

export interface JudgeOptions {
  /** The kernel that the modules were made with. */
  readonly baseline?: KernelFacts | undefined
  /** By the name of a module: the same as compiled for the kernel in question. */
  readonly compiled?: ReadonlyMap<string, CompiledModule> | undefined
  /** By the name of a module: what compiling its sources again has shown. */
  readonly recompiled?: ReadonlyMap<string, RecompileResult> | undefined
  /** Whether a person accepts what is `to accept`. */
  readonly accepts?: boolean | undefined
}

/** Judges modules that move to a kernel together. */
export function judgeModules(
  modules: readonly ModuleFacts[],
  kernel: KernelFacts,
  { baseline, compiled, recompiled, accepts = false }: JudgeOptions = {},
): ReuseReport {
  const companions = new Map(modules.flatMap(({ name, exports }) => exports.map(each => [each.name, name])))
  const companionNames = new Set(modules.map(({ name }) => name))
  const judged = modules.map(module =>
    judgeModule({
      module,
      kernel,
      baseline,
      companions,
      companionNames,
      accepts,
      compiled: compiled?.get(module.name),
      recompiled: recompiled?.get(module.name),
    }),
  )
  const count = (verdict: Verdict) => judged.filter(module => module.verdict === verdict).length
  return {
    verdict: worstVerdict(judged.map(({ verdict }) => verdict)),
    accepted: accepts,
    kernel: {
      path: kernel.path,
      kind: kernel.kind,
      release: kernel.release ?? null,
      arch: kernel.arch ?? null,
      exports: kernel.exports.size,
    },
    totals: {
      modules: judged.length,
      fits: count('fits'),
      breaks: count('breaks'),
      toAccept: count('to accept'),
      notProven: count('not proven'),
      ...importTotals(modules, kernel),
      refused: judged.filter(({ findings }) => findings.some(({ effect }) => effect === 'refused')).length,
    },
    reasons: reasonsOf(judged),
    modules: judged,
  }
}

/** Of several, that which decides for all of them. */
export const worstVerdict = (verdicts: readonly Verdict[]): Verdict =>
  (['breaks', 'not proven', 'to accept'] as const).find(verdict => verdicts.includes(verdict)) ?? 'fits'

/** What modules import that neither the kernel exports nor one of them. */
export function missingImports(modules: readonly ModuleFacts[], { exports }: KernelFacts): readonly string[] {
  const own = new Set(modules.flatMap(module => module.exports.map(({ name }) => name)))
  const names = new Set(modules.flatMap(module => module.imports))
  return [...names].filter(name => !exports.has(name) && !own.has(name)).sort()
}

function importTotals(modules: readonly ModuleFacts[], { exports, withModules }: KernelFacts) {
  const crcs = new Map(modules.flatMap(module => [...module.crcs]))
  const names = new Set([...modules.flatMap(module => module.imports), ...crcs.keys()])
  const own = new Set(modules.flatMap(module => module.exports.map(({ name }) => name)))
  const isMissing = (name: string) => !exports.has(name) && (withModules || !own.has(name))
  const { compared, changed } = comparedCrcs({ crcs }, { exports })
  return {
    imports: names.size,
    missing: [...names].filter(isMissing).length,
    crcs: crcs.size,
    crcCompared: compared,
    crcChanged: changed,
  }
}

const EFFECTS = ['breaks', 'unseen', 'to accept', 'refused', 'differs'] as const

/** Equal findings together, what breaks first, and then in the order of the facts. */
function reasonsOf(judged: readonly JudgedModule[]): Reason[] {
  const groups = new Map<string, { finding: Finding; modules: string[] }>()
  for (const { name, findings } of judged) {
    for (const finding of findings) {
      const key = `${finding.effect} ${finding.fact} ${finding.text}`
      const group = groups.get(key) ?? { finding, modules: [] }
      group.modules.push(name)
      groups.set(key, group)
    }
  }
  const rank = ({ effect, fact }: Finding) => EFFECTS.indexOf(effect) * FACTS.length + FACTS.indexOf(fact)
  return [...groups.values()]
    .map(({ finding: { fact, effect, text }, modules }) => ({ fact, effect, text, modules }))
    .sort((a, b) => rank(a) - rank(b) || b.modules.length - a.modules.length)
}
