// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type EmbeddedModule,
  embeddedModules,
  redirectsOf,
} from '../../features/standalone-crypto/carried/index.js'
import { GROUPS } from '../../features/standalone-crypto/names.js'
import { type Btf, readBtf } from '../../formats/btf/index.js'
import { type DotConfig, readDotConfig } from '../../formats/dot-config/index.js'
import { type Elf, readElf, sectionData, sectionNamed } from '../../formats/elf/index.js'
import { archOf, exportsOf, linuxBanner, moduleLayout } from '../../image/index.js'
import { carvedPart } from '../module/carved-part.js'
import type { CarvedKernel, KernelExport, KernelFacts } from './kernel-facts.js'
import { vermagicIn } from './vermagic.js'

/** What a vmlinux says of itself, with or without symbols; `path` names the file that it came from, which may be a bzImage. */
export async function imageFacts(path: string, elf: Elf): Promise<KernelFacts> {
  const release = linuxBanner(elf)?.split(' ')[2]
  return {
    path,
    kind: 'image',
    arch: archOf(elf),
    release,
    vermagic: release === undefined ? undefined : vermagicIn(elf.bytes, release),
    exports: new Map(exportsOf(elf).map(({ name, ...rest }) => [name, vmlinuxExport(rest)])),
    withModules: false,
    btf: btfOf(elf),
    ownModule: ownModule(elf),
    config: release === undefined ? undefined : await configBeside(path, release),
    features: undefined,
    carved: carvedKernel(elf),
  }
}

const vmlinuxExport = (rest: Omit<KernelExport, 'provider'>): KernelExport => ({
  ...rest,
  provider: 'vmlinux',
})

/** The kernel's types; undefined when it has none. */
export function btfOf(elf: Elf): Btf | undefined {
  const section = sectionNamed(elf, '.BTF')
  return section && readBtf(sectionData(elf, section))
}

/** What the kernel has of the module that it carries; undefined for a kernel that is not carved. */
export function carvedKernel(elf: Elf): CarvedKernel | undefined {
  const modules = embeddedModules(elf)
  const fresh = modules.at(-1)
  if (fresh === undefined) return undefined
  const redirects = redirectsOf(elf)
  const module = readElf(fresh.bytes)
  return {
    functions: redirects?.functions.map(({ name }) => name),
    variables: redirects && new Map(redirects.variables.map(({ name, size }) => [name, size])),
    groups: new Set(groupsIn(elf, modules)),
    fresh: { part: carvedPart(module), exports: exportsOf(module).map(({ name }) => name) },
  }
}

function ownModule(elf: Elf) {
  const fresh = embeddedModules(elf).at(-1)
  return fresh && moduleLayout(readElf(fresh.bytes))
}

/** The names that vmlinux passes to fips140_run_group(): strings outside of the embedded modules, which have them as well. */
function groupsIn(elf: Elf, modules: readonly EmbeddedModule[]): string[] {
  const all = Buffer.from(elf.bytes.buffer, elf.bytes.byteOffset, elf.bytes.byteLength)
  const carried = modules.map(({ bytes }) => {
    const start = bytes.byteOffset - elf.bytes.byteOffset
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

/** Distributions install the configuration beside the image. */
async function configBeside(path: string, release: string): Promise<DotConfig | undefined> {
  const text = await readFile(join(dirname(path), `config-${release}`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readDotConfig(text)
}
