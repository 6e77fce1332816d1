// SPDX-License-Identifier: GPL-2.0-only
import type { ContractFinding } from '../../module-contract.js'
import type { KernelPart } from './kernel-part.js'
import type { ModulePart } from './module-part.js'

/** What the kernel expects of the module that it is to carry, and does not find. */
export function judgeBoundary(module: ModulePart, kernel: KernelPart | undefined): ContractFinding[] {
  if (kernel === undefined) {
    return [unseen('the kernel carries no module, so what it would look for in one cannot be seen')]
  }
  return [
    ...descriptorFindings(module, kernel),
    ...redirectFindings(module, kernel),
    ...[...module.groups]
      .filter(group => !kernel.groups.has(group))
      .map(group => breaks(`nothing in the kernel runs the initcalls of ${group}: the boot ends in a panic`)),
    ...kernel.exports
      .filter(name => !module.exports.has(name))
      .map(name => breaks(`it does not export ${name}, which modules of that kernel may import`)),
  ]
}

const breaks = (text: string): ContractFinding => ({ effect: 'breaks', text })
const unseen = (text: string): ContractFinding => ({ effect: 'unseen', text })

/** The loader refuses a descriptor that is shorter than its own. */
function descriptorFindings(module: ModulePart, { fresh }: KernelPart): ContractFinding[] {
  const needed = fresh?.descriptorSize ?? 0
  return module.descriptorSize < needed
    ? [breaks(`its descriptor has ${module.descriptorSize} bytes, the loader of the kernel needs ${needed}`)]
    : []
}

function redirectFindings(
  module: ModulePart,
  { functions, variables, fresh }: KernelPart,
): ContractFinding[] {
  if (functions === undefined || variables === undefined) {
    return [
      unseen('the symbols of the kernel are stripped, so its redirects cannot be listed: ask with vmlinux'),
    ]
  }
  return [
    ...functions
      .filter(name => !module.defined.has(name))
      .map(name => breaks(`the kernel calls ${name}(), which it does not define`)),
    ...[...variables].flatMap(([name, size]) => variableFindings(name, size, module, fresh)),
  ]
}

function variableFindings(
  name: string,
  size: number,
  module: ModulePart,
  fresh?: ModulePart,
): ContractFinding[] {
  const own = module.defined.get(name)
  if (own === undefined) return [breaks(`the kernel reads ${name}, which it does not define`)]
  return own === size
    ? layoutFindings(name, module, fresh)
    : [breaks(`${name} has ${own} bytes in the module, ${size} in the kernel`)]
}

/** The module that was built with the kernel has the variable as the kernel's code reads it. */
function layoutFindings(name: string, module: ModulePart, fresh?: ModulePart): ContractFinding[] {
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
