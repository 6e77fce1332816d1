// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted, skippedCheck } from '../../../checks/check.js'
import { type Elf, isUndefined, symbolNamed, symbols } from '../../../formats/elf/index.js'
import type { Boundary } from '../boundary/index.js'
import { INIT_MEMORY, TWIN_PREFIX } from '../names.js'

/**
 * Whether the functions that stand in for those of the module until it is loaded are in memory that is freed after boot,
 * with all code and data that they are made of: vmlinux names each part of them TWIN_PREFIX and something.
 */
export function earlyTwinsCheck(vmlinux: Elf, { functions }: Pick<Boundary, 'functions'>): Check {
  const title = 'early twins of functions are freed after boot'
  const needed = functions.flatMap(({ twin }) => twin ?? [])
  const [begin, end] = [INIT_MEMORY.begin, INIT_MEMORY.end].map(name => symbolNamed(vmlinux, name)?.st_value)
  const parts = symbols(vmlinux).filter(symbol => symbol.name.startsWith(TWIN_PREFIX) && !isUndefined(symbol))
  if (needed.length === 0 && parts.length === 0)
    return skippedCheck('early-twins', title, 'no function that the kernel calls has one')
  if (begin === undefined || end === undefined) {
    const differences = [`vmlinux has no ${INIT_MEMORY.begin} and ${INIT_MEMORY.end}`]
    return checkOf('early-twins', title, { evidence: [], differences })
  }
  const names = new Set(parts.map(({ name }) => name))
  const isFreed = ({ st_value, st_size }: (typeof parts)[number]) =>
    st_value >= begin && st_value + BigInt(st_size) <= end
  const bytes = parts.reduce((sum, { st_size }) => sum + st_size, 0)
  return checkOf('early-twins', title, {
    evidence: [
      `for ${functions.flatMap(({ name, twin }) => (twin === undefined ? [] : name)).join(' ')}`,
      `${counted(parts.length, 'symbol')}, ${counted(bytes, 'byte')} of init memory`,
    ],
    differences: [
      ...needed.filter(name => !names.has(name)).map(name => `vmlinux does not define ${name}`),
      ...parts
        .filter(part => !isFreed(part))
        .map(({ name, st_value }) => `${name} at 0x${st_value.toString(16)} is not in init memory`),
    ],
  })
}
