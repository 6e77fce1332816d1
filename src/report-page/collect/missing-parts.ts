// SPDX-License-Identifier: GPL-2.0-only
import type { ReportData } from '../report-data.js'

type Known = Omit<ReportData, 'schema' | 'kcarve' | 'madeAt' | 'runs' | 'verdict' | 'missing'>

/** What a reader may look for and not find, and the command whose result would add it. */
export function missingParts(known: Known, own: string): ReportData['missing'] {
  const { boots, crossings, sizes, edits, carve, reuse, places } = known
  const has = (kernel: 'stock' | 'carved') => boots.some(boot => boot.kernel === kernel)
  const tree = places.tree ?? 'TREE'
  const build = places.carved ?? 'DIR'
  const prove = `${own} prove ${tree}`
  const parts: readonly (readonly [isThere: boolean, part: string, command: string])[] = [
    [has('carved'), 'a boot of the carved kernel', `${own} boot ${build} --json > boot.json`],
    [has('stock'), 'a boot of the stock kernel, to compare with', prove],
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
      reuse.length > 0,
      'whether the module can be kept in another kernel',
      `${own} reuse ${build}/crypto/fips140/fips140.ko --kernel OTHER --json > reuse.json`,
    ],
  ]
  return parts.filter(([isThere]) => !isThere).map(([, part, command]) => ({ part, command }))
}
