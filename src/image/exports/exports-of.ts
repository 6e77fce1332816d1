// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  relocations,
  type Section,
  sectionData,
  sectionNamed,
  symbols,
} from '../../formats/elf/index.js'
import type { Export } from './export.js'
import { cString, stringsOf } from './table-strings.js'

const TABLE = /^(_{2,3})ksymtab((?:_gpl)?(?:\+.*)?)$/
const MARK = '__export_symbol_'
/** enum ksym_flags of include/linux/module_symbol.h, since __kflagstab has replaced __ksymtab_gpl. */
const KSYM_FLAG_GPL_ONLY = 1

/**
 * The symbols that a vmlinux (with or without ELF symbols), a module, or an object before modpost exports, sorted by name.
 * Throws FormatError when the tables point to nowhere.
 */
export function exportsOf(elf: Elf): readonly Export[] {
  const tables = elf.sections.filter(({ name }) => TABLE.test(name))
  const found = tables.length > 0 ? tables.flatMap(table => fromTable(elf, table)) : fromMarks(elf)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function fromTable(elf: Elf, table: Section): Export[] {
  const [, underscores = '', suffix = ''] = TABLE.exec(table.name) ?? []
  const beside = (kind: string) => sectionNamed(elf, `${underscores}${kind}${suffix}`)
  const strings = stringsOf(elf, table)
  const crcOf = crcReader(elf, beside('kcrctab'))
  const flags = beside('kflagstab')
  const flagBytes = flags === undefined ? undefined : sectionData(elf, flags)
  const gplTable = suffix.startsWith('_gpl')
  return Array.from({ length: strings.count }, (_, index) => ({
    name: strings.name(index),
    gpl: gplTable || ((flagBytes?.[index] ?? 0) & KSYM_FLAG_GPL_ONLY) !== 0,
    namespace: strings.namespace(index),
    crc: crcOf(index),
  }))
}

/** The CRCs stand in a table of the same order; before they are linked, kernels up to 5.18 have relocations there. */
function crcReader(elf: Elf, table: Section | undefined): (index: number) => number | null {
  if (table === undefined || relocations(elf, table).length > 0) return () => null
  const data = sectionData(elf, table)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return index => (index * 4 + 4 > view.byteLength ? null : view.getUint32(index * 4, true))
}

/** Before modpost: EXPORT_SYMBOL of include/linux/export.h leaves a symbol that marks licence and namespace. */
function fromMarks(elf: Elf): Export[] {
  return symbols(elf).flatMap(({ name, section, st_value }) => {
    const holder = section === undefined ? undefined : elf.sections[section]
    if (!name.startsWith(MARK) || holder === undefined) return []
    const data = sectionData(elf, holder).subarray(Math.min(Number(st_value), holder.sh_size))
    const license = cString(data, holder, Number(st_value))
    const namespace = cString(data.subarray(license.length + 1), holder, Number(st_value))
    return [{ name: name.slice(MARK.length), gpl: license === 'GPL', namespace, crc: null }]
  })
}
