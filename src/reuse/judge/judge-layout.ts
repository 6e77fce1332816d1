// SPDX-License-Identifier: GPL-2.0-only
import { type Btf, memberAt } from '../../formats/btf/index.js'
import type { ModuleLayout, RecordTable } from '../../image/index.js'
import { structsNamed } from '../kernel/structs.js'
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/** struct module is part of the module's file: the kernel takes it as its own. */
export const judgeStructModule: Judge = ({ module, kernel }) => {
  const fact = 'struct module'
  if (module.layout === undefined) {
    return [{ fact, effect: 'breaks', text: 'there is no struct module in it' }]
  }
  const layouts = kernel.btf === undefined ? [] : structModules(kernel.btf)
  const own = kernel.ownModule === undefined ? [] : [kernel.ownModule]
  const known = layouts.length > 0 ? layouts : own
  if (known.length === 0) {
    return [{ fact, effect: 'unseen', text: 'the kernel has no BTF, so its struct module is not known' }]
  }
  const differences = known.map(layout => layoutDifferences(module.layout as ModuleLayout, layout))
  return differences.some(list => list.length === 0)
    ? []
    : (differences[0] ?? []).map(text => ({ fact, effect: 'breaks', text }))
}

function structModules(btf: Btf): ModuleLayout[] {
  return structsNamed(btf, 'module').map(type => {
    const offset = (name: string) => {
      const member = memberAt(btf, type, name)
      return member && member.bitOffset / 8
    }
    return { size: type.size, init: offset('init'), exit: offset('exit') }
  })
}

function layoutDifferences(module: ModuleLayout, kernel: ModuleLayout): string[] {
  const moved = (['init', 'exit'] as const).filter(
    name => module[name] !== undefined && kernel[name] !== undefined && module[name] !== kernel[name],
  )
  return [
    ...(module.size === kernel.size
      ? []
      : [`struct module has ${module.size} bytes in the module, ${kernel.size} in the kernel`]),
    ...moved.map(
      name => `module.${name} is at ${module[name]} in the module, at ${kernel[name]} in the kernel`,
    ),
  ]
}

/** Tables that the kernel goes through: records of the module and the kernel's struct have the same size, and addresses at their place. */
export const judgeSections: Judge = ({ module, kernel }) => {
  const { btf } = kernel
  const fact = 'sections'
  if (module.records.length === 0) return []
  if (btf === undefined) {
    const text = "the kernel has no BTF, so the records of the module's special sections cannot be compared"
    return [{ fact, effect: 'unseen', text }]
  }
  return module.records.flatMap((table): Finding[] => {
    const shapes = structsNamed(btf, table.struct)
    if (shapes.length === 0) {
      const text = `the kernel has no struct ${table.struct}: it may not go through ${table.section} any more`
      return [{ fact, effect: 'unseen', text }]
    }
    const isRight = shapes.some(({ size, members }) =>
      areRecords(
        table,
        size,
        members.map(({ bitOffset }) => bitOffset / 8),
      ),
    )
    const text = `${table.section} holds no records of ${shapes[0]?.size} bytes, as struct ${table.struct} has in the kernel`
    return isRight ? [] : [{ fact, effect: 'breaks', text }]
  })
}

/** Where there are addresses every record begins with one, and no address stands beside a member. */
function areRecords({ size, addresses }: RecordTable, record: number, members: readonly number[]): boolean {
  if (record === 0 || size % record !== 0) return false
  if (addresses.length === 0) return true
  const first = addresses.filter(at => at % record === 0).length
  return first === size / record && addresses.every(at => members.includes(at % record))
}
