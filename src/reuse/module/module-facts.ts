// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleContract } from '../../features/module-contract.js'
import { moduleContracts } from '../../features/registry.js'
import {
  type Elf,
  isUndefined,
  type Section,
  SHT_SYMTAB,
  STB_WEAK,
  sectionData,
  sectionNamed,
  symbols,
} from '../../formats/elf/index.js'
import { type ModinfoField, modinfoValue, readModinfo } from '../../formats/modinfo/index.js'
import {
  type Export,
  exportsOf,
  type ModuleLayout,
  moduleLayout,
  moduleVersions,
  type RecordTable,
  recordTables,
  sha256,
} from '../../image/index.js'
import { type FeatureUse, featuresUsed } from './features-used.js'

/** What a module's file says of the kernel that it expects. */
export interface ModuleFacts {
  readonly path: string
  /** Of its bytes, decompressed. */
  readonly sha256: string
  /** Whether the file has a symbol table. */
  readonly hasSymbols: boolean
  /** As .modinfo has it. */
  readonly name: string
  readonly arch: 'x86_64' | 'arm64'
  readonly vermagic: string
  readonly gpl: boolean
  /** Modules whose exports it needs. */
  readonly depends: readonly string[]
  /** Namespaces that it imports. */
  readonly namespaces: readonly string[]
  /** Symbols that it cannot be loaded without, sorted. */
  readonly imports: readonly string[]
  /** By symbol, `module_layout` among them; empty without CONFIG_MODVERSIONS. */
  readonly crcs: ReadonlyMap<string, number>
  readonly exports: readonly Export[]
  /** Its struct module; undefined when there is none. */
  readonly layout: ModuleLayout | undefined
  readonly records: readonly RecordTable[]
  readonly features: readonly FeatureUse[]
  /** Its BTF section, and the base that it brings with it (.BTF.base). */
  readonly btf: { readonly bytes: Uint8Array; readonly ownBase: Uint8Array | undefined } | undefined
  /** Set for a module that its kernel carries. */
  readonly contract: HeldContract | undefined
}

export interface HeldContract {
  readonly contract: ModuleContract
  /** What the contract reads from the module. */
  readonly part: unknown
}

/** include/linux/license.h */
const GPL_LICENSES = [
  'GPL',
  'GPL v2',
  'GPL and additional rights',
  'Dual BSD/GPL',
  'Dual MIT/GPL',
  'Dual MPL/GPL',
]

/** Throws FormatError when the file is damaged. */
export function moduleFacts(path: string, elf: Elf, arch: ModuleFacts['arch']): ModuleFacts {
  const section = sectionNamed(elf, '.modinfo')
  const modinfo = section === undefined ? [] : readModinfo(sectionData(elf, section))
  const value = (tag: string) => modinfoValue(modinfo, tag) ?? ''
  const [btf, ownBase] = ['.BTF', '.BTF.base'].map(name => sectionNamed(elf, name))
  return {
    path,
    sha256: sha256(elf.bytes),
    hasSymbols: elf.sections.some(({ sh_type }) => sh_type === SHT_SYMTAB),
    name: value('name') || path.replace(/^.*\//, '').replace(/\.ko.*$/, ''),
    arch,
    vermagic: value('vermagic'),
    gpl: GPL_LICENSES.includes(value('license')),
    depends: value('depends').split(',').filter(Boolean),
    namespaces: namespacesOf(modinfo),
    imports: symbols(elf)
      .filter(symbol => isUndefined(symbol) && symbol.st_bind !== STB_WEAK)
      .map(({ name }) => name)
      .sort(),
    crcs: new Map(moduleVersions(elf).map(({ name, crc }) => [name, crc])),
    exports: exportsOf(elf),
    layout: moduleLayout(elf),
    records: recordTables(elf),
    features: featuresUsed(elf),
    btf: btf && { bytes: copyOf(elf, btf), ownBase: ownBase && copyOf(elf, ownBase) },
    contract: contractOf(elf),
  }
}

/** A part of a file keeps all of it in memory, and there may be thousands of modules. */
const copyOf = (elf: Elf, section: Section) => Uint8Array.from(sectionData(elf, section))

function contractOf(elf: Elf): HeldContract | undefined {
  for (const contract of moduleContracts) {
    const part = contract.readModule(elf)
    if (part !== undefined) return { contract, part }
  }
  return undefined
}

const namespacesOf = (modinfo: readonly ModinfoField[]) =>
  modinfo.filter(({ tag }) => tag === 'import_ns').map(({ value }) => value)
