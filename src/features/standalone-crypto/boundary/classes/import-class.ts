// SPDX-License-Identifier: GPL-2.0-only

/**
 * What an import of the module is. `kernel service`: no cryptography. `named exception`: cryptography, or beside it, that
 * stays in vmlinux for a reason. `cryptography`: code that belongs into the module. `not classed`: no object says
 * whose it is.
 */
export type ImportClass = 'kernel service' | 'named exception' | 'cryptography' | 'not classed'

export interface Classed {
  readonly class: ImportClass
  /** Why an exception is one, and how a symbol was classed that no object defines; null for all others. */
  readonly because: string | null
}

/** How many imports are of each class. */
export function countClasses({
  imports,
}: {
  readonly imports: readonly Pick<Classed, 'class'>[]
}): Record<ImportClass, number> {
  const counts = { 'kernel service': 0, 'named exception': 0, cryptography: 0, 'not classed': 0 }
  for (const each of imports) counts[each.class]++
  return counts
}
