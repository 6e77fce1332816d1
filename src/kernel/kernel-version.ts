// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from './kernel-tree.js'

/** Reads the first lines of the top makefile; undefined when they are not those of a kernel. */
export function readKernelVersion(
  makefile: string,
): Pick<KernelTree, 'version' | 'numbers' | 'name'> | undefined {
  const value = (variable: string) =>
    (new RegExp(`^${variable}[ \\t]*=(.*)$`, 'm').exec(makefile)?.[1] ?? '').trim()
  const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(value)
  if (!isNumber(version) || !isNumber(patchlevel)) return undefined
  const numbers = [version, patchlevel, sublevel].map(Number) as [number, number, number]
  // As KERNELVERSION in the makefile: without SUBLEVEL, EXTRAVERSION is left out too.
  const rest = sublevel === '' ? '' : `.${sublevel}${value('EXTRAVERSION')}`
  return { version: `${version}.${patchlevel}${rest}`, numbers, name: value('NAME') }
}

const isNumber = (text: string | undefined): boolean => /^\d{1,9}$/.test(text ?? '')
