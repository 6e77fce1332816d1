// SPDX-License-Identifier: GPL-2.0-only
import type { CarvedKernel } from '../kernel/kernel-facts.js'
import type { CarvedPart } from '../module/carved-part.js'
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/** Of fips140.ko: what the kernel that is to carry it looks for in it. Its own imports are judged as those of any module. */
export const judgeBoundary: Judge = ({ module, kernel }) => {
  if (module.carved === undefined) return []
  if (kernel.carved === undefined) {
    return [unseen('the kernel carries no module, so what it would look for in one cannot be seen')]
  }
  const exported = new Set(module.exports.map(({ name }) => name))
  return [
    ...descriptorFindings(module.carved, kernel.carved),
    ...redirectFindings(module.carved, kernel.carved),
    ...[...module.carved.groups]
      .filter(group => !kernel.carved?.groups.has(group))
      .map(group => breaks(`nothing in the kernel runs the initcalls of ${group}: the boot ends in a panic`)),
    ...(kernel.carved.fresh?.exports ?? [])
      .filter(name => !exported.has(name))
      .map(name => breaks(`it does not export ${name}, which modules of that kernel may import`)),
  ]
}

const breaks = (text: string): Finding => ({ fact: 'boundary', effect: 'breaks', text })
const unseen = (text: string): Finding => ({ fact: 'boundary', effect: 'unseen', text })

/** The loader refuses a descriptor that is shorter than its own. */
function descriptorFindings(module: CarvedPart, { fresh }: CarvedKernel): Finding[] {
  const needed = fresh?.part?.descriptorSize ?? 0
  return module.descriptorSize < needed
    ? [breaks(`its descriptor has ${module.descriptorSize} bytes, the loader of the kernel needs ${needed}`)]
    : []
}

function redirectFindings(module: CarvedPart, { functions, variables, fresh }: CarvedKernel): Finding[] {
  if (functions === undefined || variables === undefined) {
    return [
      unseen('the symbols of the kernel are stripped, so its redirects cannot be listed: ask with vmlinux'),
    ]
  }
  return [
    ...functions
      .filter(name => !module.defined.has(name))
      .map(name => breaks(`the kernel calls ${name}(), which it does not define`)),
    ...[...variables].flatMap(([name, size]) => variableFindings(name, size, module, fresh?.part)),
  ]
}

function variableFindings(name: string, size: number, module: CarvedPart, fresh?: CarvedPart): Finding[] {
  const own = module.defined.get(name)
  if (own === undefined) return [breaks(`the kernel reads ${name}, which it does not define`)]
  return own === size
    ? layoutFindings(name, module, fresh)
    : [breaks(`${name} has ${own} bytes in the module, ${size} in the kernel`)]
}

/** The module that was built with the kernel has the variable as the kernel's code reads it. */
function layoutFindings(name: string, module: CarvedPart, fresh?: CarvedPart): Finding[] {
  const theirs = fresh?.pointersIn(name) ?? new Map<string, number>()
  const moved = [...module.pointersIn(name)].filter(([target, at]) => (theirs.get(target) ?? at) !== at)
  return moved
    .slice(0, 1)
    .map(([target, at]) =>
      breaks(
        `${name} is of another layout in the kernel: its pointer to ${target} is at ${theirs.get(target)}, not at ${at}`,
      ),
    )
}
