// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, readElf } from '../../../formats/elf/index.js'
import { exportsOf } from '../../../image/index.js'
import type { CarryingKernel } from '../../module-contract.js'
import { type EmbeddedModule, embeddedModules, redirectsOf } from '../carried/index.js'
import { GROUPS } from '../names.js'
import { type ModulePart, modulePart } from './module-part.js'

/** What a kernel expects of the module that it carries. */
export interface KernelPart extends CarryingKernel {
  /** Functions that it calls in the module; undefined when its symbols are stripped. */
  readonly functions: readonly string[] | undefined
  /** Bytes by name of the variables of the module that live in the kernel; undefined when its symbols are stripped. */
  readonly variables: ReadonlyMap<string, number> | undefined
  /** The groups of objects whose initcalls it runs. */
  readonly groups: ReadonlySet<string>
  /** The side of the module that was built with it; undefined when that has no valid descriptor. */
  readonly fresh: ModulePart | undefined
  /** What that module exports. */
  readonly exports: readonly string[]
}

/** Undefined for a kernel that is not carved. */
export function kernelPart(vmlinux: Elf): KernelPart | undefined {
  const modules = embeddedModules(vmlinux)
  const last = modules.at(-1)
  if (last === undefined) return undefined
  const redirects = redirectsOf(vmlinux)
  const module = readElf(last.bytes)
  return {
    module,
    functions: redirects?.functions.map(({ name }) => name),
    variables: redirects && new Map(redirects.variables.map(({ name, size }) => [name, size])),
    groups: new Set(groupsIn(vmlinux, modules)),
    fresh: modulePart(module),
    exports: exportsOf(module).map(({ name }) => name),
  }
}

/** The names that vmlinux passes to the loader: strings outside of the embedded modules, which have them as well. */
function groupsIn(vmlinux: Elf, modules: readonly EmbeddedModule[]): string[] {
  const { buffer, byteOffset, byteLength } = vmlinux.bytes
  const all = Buffer.from(buffer, byteOffset, byteLength)
  const carried = modules.map(({ bytes }) => {
    const start = bytes.byteOffset - byteOffset
    return { start, end: start + bytes.length }
  })
  const found: string[] = []
  for (let at = all.indexOf(GROUPS.name); at >= 0; at = all.indexOf(GROUPS.name, at + 1)) {
    if (carried.some(({ start, end }) => at >= start && at < end)) continue
    const before = /(?<![\w/.-])[\w/.-]+$/.exec(all.toString('latin1', Math.max(0, at - 256), at))?.[0] ?? ''
    const name = /^[\w-]+(?=\0)/.exec(all.toString('latin1', at, at + 256))?.[0]
    if (name !== undefined && before.endsWith('/')) found.push(before + name)
  }
  return found
}
