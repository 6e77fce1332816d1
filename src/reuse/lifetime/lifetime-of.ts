// SPDX-License-Identifier: GPL-2.0-only
import type { ReuseReport, Verdict } from '../reuse-report.js'
import type { RecompileResult } from '../witness/witness.js'
import type { LifetimeReport, ModuleLife, ObjectLife, ObjectState } from './lifetime-report.js'

/** What was found in one kernel. */
export interface JudgedKernel {
  readonly report: ReuseReport
  /** By the name of a module; undefined when its sources were not compiled for this kernel. */
  readonly recompiled: ReadonlyMap<string, RecompileResult> | undefined
}

/** The same modules, judged in several kernels, as lives. */
export function lifetimeOf(judged: readonly JudgedKernel[]): LifetimeReport {
  const [first] = judged
  const names = first?.report.modules.map(({ name }) => name) ?? []
  const verdicts = judged.map(({ report }) => report.verdict)
  return {
    verdict: worst(verdicts),
    kernels: judged.map(({ report }) => ({ ...report.kernel, verdict: report.verdict })),
    modules: names.map(name => moduleLife(name, judged)),
    objects: names.flatMap(name => objectLives(name, judged)),
    reasons: judged.map(({ report }) => report.reasons),
  }
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  (['breaks', 'not proven'] as const).find(verdict => verdicts.includes(verdict)) ?? 'fits'

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
    reasons: findings
      .filter(({ fact, effect }) => effect === 'unseen' || (effect === 'breaks' && fact !== 'compiled'))
      .map(({ text }) => text),
  }
}

function objectLives(name: string, judged: readonly JudgedKernel[]): ObjectLife[] {
  const results = judged.map(({ recompiled }) => recompiled?.get(name))
  const objects = results.find(result => result !== undefined)?.objects ?? []
  return objects.map(object => {
    const differences = results.map(result => result?.differences.find(each => each.object === object)?.text)
    const kernel = differences.findIndex(text => text !== undefined)
    return {
      object,
      module: name,
      states: results.map(
        (result, index): ObjectState =>
          result === undefined || result.problem !== null
            ? 'not seen'
            : differences[index] === undefined
              ? 'same'
              : 'other',
      ),
      ends: kernel < 0 ? null : { kernel, text: differences[kernel] ?? '' },
    }
  })
}
