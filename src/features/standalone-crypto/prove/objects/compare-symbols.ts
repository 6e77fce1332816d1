// SPDX-License-Identifier: GPL-2.0-only

import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { type Elf, isUndefined, STB_LOCAL, symbols } from '../../../../formats/elf/index.js'

export interface SymbolInputs {
  readonly module: Elf
  /** vmlinux.o: vmlinux before the module and the redirects are linked in. */
  readonly vmlinux: Elf
  /** The objects the module is made of. */
  readonly objects: readonly { readonly path: string; readonly elf: Elf }[]
}

/** Whether what the carved objects define is in the module, and nowhere else. */
export function compareSymbols({ module, vmlinux, objects }: SymbolInputs): Check {
  const inModule = globals(module)
  const inVmlinux = globals(vmlinux)
  const lost = objects.flatMap(({ path, elf }) =>
    [...globals(elf)]
      .filter(name => !inModule.has(name))
      .map(name => `${name} of ${path} is not in the module`),
  )
  const doubled = [...inModule].filter(name => inVmlinux.has(name) && !EVERY_MODULE_HAS.test(name))
  const differences = [
    ...lost,
    ...doubled.map(name => `${name} is defined both in the module and in vmlinux`),
  ]
  const inBoth = doubled.length === 0 ? 'none' : doubled.length
  const evidence =
    objects.length === 0
      ? []
      : [`${counted(inModule.size, 'global symbol')} in the module, ${inBoth} of them in vmlinux`]
  return checkOf('symbols', 'what carved objects define is in the module and nowhere else', {
    evidence,
    differences,
  })
}

const EVERY_MODULE_HAS = /^(?:init_module|cleanup_module|__this_module|__crc_.*|__mod_.*)$/

const globals = (elf: Elf): ReadonlySet<string> =>
  new Set(
    symbols(elf)
      .filter(symbol => symbol.index > 0 && symbol.st_bind !== STB_LOCAL && !isUndefined(symbol))
      .map(({ name }) => name),
  )
