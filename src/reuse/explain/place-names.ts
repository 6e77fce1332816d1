// SPDX-License-Identifier: GPL-2.0-only
import { groupBy } from '../../core/group-by.js'
import { type Elf, SHF_STRINGS, STT_FUNC, STT_OBJECT, sectionData, symbols } from '../../formats/elf/index.js'

/** What the compiler numbers: constants, most of them strings. */
const LABEL = /^\.LC\d+$/

/**
 * What an object has at an offset of a section or behind a label of the compiler: a string, or the function or variable that is there with what is added to its address.
 * Undefined where nothing with a name is.
 */
export function placeNames(elf: Elf): (section: string, offset: number) => string | undefined {
  const sections = new Map(elf.sections.map(section => [section.name, section]))
  const things = groupBy(
    symbols(elf).filter(({ st_type }) => st_type === STT_FUNC || st_type === STT_OBJECT),
    ({ section }) => section,
  )
  const labels = new Map(
    symbols(elf).flatMap(symbol => (LABEL.test(symbol.name) ? [[symbol.name, symbol] as const] : [])),
  )
  return (name, added) => {
    const label = labels.get(name)
    const section = label?.section === undefined ? sections.get(name) : elf.sections[label.section]
    if (section === undefined) return undefined
    const offset = added + Number(label?.st_value ?? 0)
    if ((section.sh_flags & SHF_STRINGS) !== 0n) {
      const data = sectionData(elf, section)
      const end = data.indexOf(0, offset)
      return end < offset || offset < 0
        ? undefined
        : JSON.stringify(Buffer.from(data.subarray(offset, end)).toString('latin1'))
    }
    const thing = things.get(section.index)?.find(({ st_value, st_size }) => {
      const start = Number(st_value)
      return offset >= start && offset < start + Math.max(st_size, 1)
    })
    return thing && `${thing.name}+0x${(offset - Number(thing.st_value)).toString(16)}`
  }
}
