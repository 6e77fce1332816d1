// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, isUndefined, STB_LOCAL, symbols } from '../../../../formats/elf/index.js'
import { namedAtRunTime } from '../../recipe/index.js'
import { algorithmsIn } from './object-algorithms.js'

/** What an object of the module has to say of who needs it. */
export interface ModulePart {
  readonly path: string
  /** By driver or template. */
  readonly algorithms: readonly string[]
  readonly defines: ReadonlySet<string>
  readonly uses: ReadonlySet<string>
}

export function modulePart(path: string, elf: Elf): ModulePart {
  const shared = symbols(elf).filter(({ index, st_bind }) => index > 0 && st_bind !== STB_LOCAL)
  const names = (undefinedOnes: boolean) =>
    new Set(shared.filter(symbol => isUndefined(symbol) === undefinedOnes).map(({ name }) => name))
  const algorithms = namedAtRunTime.get(path) ?? algorithmsIn(elf)
  return { path, algorithms, defines: names(false), uses: names(true) }
}
