// SPDX-License-Identifier: GPL-2.0-only
import { isProvided } from '../judge/judge-compiled.js'
import { worstVerdict } from '../judge-modules.js'
import type { ReuseReport, Verdict } from '../reuse-report.js'
import type { Difference } from '../witness/told-difference.js'
import type { RecompileResult } from '../witness/witness.js'
import type { LifetimeReport, ModuleLife, ObjectLife, ObjectState } from './lifetime-report.js'

/** What was found in one kernel. */
export interface JudgedKernel {
  readonly report: ReuseReport
  /** By the name of a module; undefined when its sources were not compiled for this kernel. */
  readonly recompiled: ReadonlyMap<string, RecompileResult> | undefined
  /** What the kernel exports. */
  readonly exports: ReadonlyMap<string, { readonly provider: string }>
}

/** The same modules, judged in several kernels, as lives. */
export function lifetimeOf(judged: readonly JudgedKernel[]): Omit<LifetimeReport, 'advice' | 'leftOut'> {
  const [first] = judged
  const names = first?.report.modules.map(({ name }) => name) ?? []
  const verdicts = judged.map(({ report }) => report.verdict)
  return {
    verdict: worstVerdict(verdicts),
    accepted: judged.some(({ report }) => report.accepted),
    kernels: judged.map(({ report }) => ({ ...report.kernel, verdict: report.verdict })),
    modules: names.map(name => moduleLife(name, judged)),
    objects: names.flatMap(name => objectLives(name, judged)),
    reasons: judged.map(({ report }) => report.reasons),
  }
}

function moduleLife(name: string, judged: readonly JudgedKernel[]): ModuleLife {
  const modules = judged.map(({ report }) => report.modules.find(module => module.name === name))
  const verdicts = modules.map((module): Verdict => module?.verdict ?? 'not proven')
  const end = verdicts.findIndex(verdict => verdict !== 'fits')
  const findings = modules[end]?.findings ?? []
  return {
    name,
    objects: Math.max(0, ...judged.map(({ recompiled }) => recompiled?.get(name)?.objects.length ?? 0)),
    verdicts,
    lives: end < 0 ? judged.length : end,
    // In a kernel that it breaks in, what could not be seen as well does not matter any more.
    reasons: findings
      .filter(({ fact, effect }) =>
        verdicts[end] === 'breaks' ? effect === 'breaks' && fact !== 'compiled' : effect === 'unseen',
      )
      .map(({ text }) => text),
  }
}

function objectLives(name: string, judged: readonly JudgedKernel[]): ObjectLife[] {
  const results = judged.map(({ recompiled }) => recompiled?.get(name))
  const objects = results.find(result => result !== undefined)?.objects ?? []
  return objects.map(object => {
    const differences = results.map(result => result?.differences.find(each => each.object === object))
    const states = judged.map(({ exports }, index) => stateOf(results[index], differences[index], exports))
    const kernel = judged.findIndex(
      ({ report }, index) =>
        states[index] === 'other' || (states[index] === 'other symbol' && !report.accepted),
    )
    return {
      object,
      module: name,
      states,
      ends: kernel < 0 ? null : { kernel, text: differences[kernel]?.text ?? '' },
    }
  })
}

function stateOf(
  result: RecompileResult | undefined,
  difference: Difference | undefined,
  exports: JudgedKernel['exports'],
): ObjectState {
  if (result === undefined || result.problem !== null) return 'not seen'
  if (difference === undefined) return 'same'
  return isProvided(difference, exports) ? 'other symbol' : 'other'
}
