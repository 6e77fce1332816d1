// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, sectionData, sectionNamed } from '../formats/elf/index.js'
import { type ModuleVersion, readExtendedModversions, readModversions } from '../formats/modversions/index.js'

/**
 * The CRCs that a module's imports had when it was made; empty without CONFIG_MODVERSIONS. The extended form has all of
 * them where there are both. Throws FormatError when the sections are damaged.
 */
export function moduleVersions(elf: Elf): readonly ModuleVersion[] {
  const data = (name: string) => {
    const section = sectionNamed(elf, name)
    return section && sectionData(elf, section)
  }
  const crcs = data('__version_ext_crcs')
  const names = data('__version_ext_names')
  if (crcs !== undefined && names !== undefined) return readExtendedModversions(crcs, names)
  const versions = data('__versions')
  return versions === undefined ? [] : readModversions(versions)
}
