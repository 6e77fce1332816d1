// SPDX-License-Identifier: GPL-2.0-only
import { diffArrays } from 'diff'
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import type { InitcallCall, InitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { GROUPS, MODULE_NAME } from '../../names.js'

/**
 * Whether the initcalls of two kernels ran in the same sequence, with the same results. Compared are those of the first
 * process: what a modprobe triggers comes when it comes. `moved` names initcalls that the design moves on purpose.
 */
export function compareInitcalls(
  stock: InitcallTrace,
  carved: InitcallTrace,
  moved: readonly string[] = [],
): Check {
  const isCompared = (call: InitcallCall) => call.pid === 1 && !isStub(call) && !moved.includes(call.function)
  const before = stock.calls.filter(isCompared)
  const after = carved.calls.filter(isCompared)
  const differences: string[] = []
  const orderBefore = before.map(({ function: name }) => name)
  const orderAfter = after.map(({ function: name }) => name)
  differences.push(...sequenceDifferences(orderBefore, orderAfter))
  if (differences.length === 0) differences.push(...resultDifferences(before, after))
  differences.push(
    ...[...stock.orphans, ...carved.orphans].map(line => `part of the console is lost: ${line}`),
  )
  const inModule = after.filter(({ module }) => module === MODULE_NAME).length
  const evidence =
    before.length === 0
      ? []
      : [
          `${counted(before.length, 'initcall')} compared, ${inModule} of them in fips140`,
          ...(moved.length > 0 ? [`moved by design: ${moved.join(' ')}`] : []),
        ]
  return checkOf('initcalls', 'initcalls run in the same order', { evidence, differences })
}

/** An initcall in vmlinux that runs those of a group of carved objects, which are traced by themselves. */
export const isStub = ({ function: name }: InitcallCall) => name.startsWith(GROUPS.initcall)

function sequenceDifferences(before: readonly string[], after: readonly string[]): string[] {
  const changes = diffArrays([...before], [...after])
  const added = changes.flatMap(change => (change.added ? change.value : []))
  const removed = changes.flatMap(change => (change.removed ? change.value : []))
  const differences: string[] = []
  let last = ''
  for (const change of changes) {
    for (const name of change.value) {
      if (change.added) {
        const how = removed.includes(name) ? 'is out of order' : 'is new'
        differences.push(`${name} ${how}, ${last === '' ? 'before all others' : `after ${last}`}`)
      } else if (change.removed && !added.includes(name)) differences.push(`${name} does not run`)
      if (!change.removed) last = name
    }
  }
  return differences
}

const told = (returned: number | undefined) => returned ?? 'nothing'

function resultDifferences(before: readonly InitcallCall[], after: readonly InitcallCall[]): string[] {
  return before.flatMap(({ function: name, returned }, index) => {
    const now = after[index]?.returned
    return now === returned ? [] : [`${name} returned ${told(now)}, stock has ${told(returned)}`]
  })
}
