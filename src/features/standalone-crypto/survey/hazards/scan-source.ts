// SPDX-License-Identifier: GPL-2.0-only
import { codeLines } from './c-code.js'
import type { Hazard } from './hazard.js'
import { comparedAddresses, handledEverywhere, hazardRules } from './kinds.js'

/** The hazards of one C source or header, in order; `path` is put into them. Takes any text. */
export function scanSource(source: string, path: string): readonly Hazard[] {
  const raw = source.split('\n')
  const lines = codeLines(source)
  const staticKeys = new Set(
    lines.flatMap(({ code }) => /\bDEFINE_STATIC_KEY_\w+\s*\(\s*(\w+)/.exec(code)?.[1] ?? []),
  )
  const hazards: Hazard[] = []
  for (const { code, line } of lines) {
    const add = (kind: Hazard['kind'], consequence: string, inPlace?: string) =>
      hazards.push({
        kind,
        path,
        line,
        text: (raw[line - 1] ?? '').trim(),
        consequence,
        handledBy: inPlace ?? handledEverywhere[kind],
      })
    for (const { kind, pattern, consequence } of hazardRules) {
      if (!pattern.test(code)) continue
      const isAware = kind === 'module-conditional' && /\bFIPS_MODULE\b/.test(code)
      add(kind, consequence, isAware ? 'the condition makes an exception for FIPS_MODULE' : undefined)
    }
    const exported = /^\s*EXPORT_SYMBOL(?:_NS)?(?:_GPL)?\s*\(\s*(\w+)/.exec(code)?.[1]
    if (exported === undefined) continue
    if (staticKeys.has(exported)) {
      add('static-key-export', 'A static key of the module cannot be redirected for code in vmlinux.')
    }
    const compared = comparedAddresses.find(({ symbol }) => symbol === exported)
    if (compared !== undefined) {
      add(
        'compared-address',
        `${compared.by} compares its address: through a redirect it would be another one in vmlinux.`,
      )
    }
  }
  return hazards
}
