// SPDX-License-Identifier: GPL-2.0-only
import { BUILT } from '../../features/standalone-crypto/names.js'
import type { ReportData } from '../report-data.js'

type Known = Omit<ReportData, 'schema' | 'kcarve' | 'madeAt' | 'runs' | 'verdict' | 'missing'>

/** What a reader may look for and not find, and the command whose result would add it. */
export function missingParts(known: Known, own: string): ReportData['missing'] {
  const { kernel, boots, crossings, sizes, edits, carve, reuse, lifetimes, sourceReuse, places } = known
  const has = (kernel: 'stock' | 'carved') => boots.some(boot => boot.kernel === kernel)
  const tree = places.tree ?? 'TREE'
  const build = places.carved ?? 'DIR'
  const prove = `${own} prove ${tree}${kernel.config === null ? '' : ` --config ${kernel.config}`}`
  const parts: readonly (readonly [isThere: boolean, part: string, command: string])[] = [
    [has('carved'), 'a boot of the carved kernel', `${own} boot ${build} --json > boot.json`],
    [
      boots.some(({ scenario }) => /\bfips=1\b/.test(scenario)),
      'a boot in FIPS mode',
      `${own} boot ${build} --fips --json > fips.json`,
    ],
    [has('stock'), 'a boot of the stock kernel, to compare with', prove],
    [
      boots.length === 0 || boots.some(({ algorithms }) => algorithms.length > 0),
      'the algorithms that a boot offers',
      `${own} boot ${build} --json > boot.json`,
    ],
    [
      boots.some(({ initcalls }) => initcalls.length > 0),
      'the initcalls of a boot, with their durations',
      prove,
    ],
    [crossings !== null, 'the boundary', `${own} report ${build}`],
    [sizes.some(({ stock }) => stock !== null), 'sizes beside those of the stock kernel', prove],
    [edits !== null, 'the edits in the tree', `${own} report ${build}`],
    [
      carve !== null,
      'what has moved and what stays',
      `${own} plan ${tree} --config ${build}/.config --json > plan.json`,
    ],
    [
      reuse.length + lifetimes.length + sourceReuse.length > 0,
      'whether the module can be reused in another kernel',
      `${own} reuse ${build}/${BUILT.module} --kernel OTHER --json > reuse.json`,
    ],
  ]
  const missing = new Map<string, string[]>()
  for (const [isThere, part, command] of parts) {
    if (!isThere) missing.set(command, [...(missing.get(command) ?? []), part])
  }
  return [...missing].map(([command, names]) => ({ part: names.join('; '), command }))
}
