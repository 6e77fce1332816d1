// SPDX-License-Identifier: GPL-2.0-only
import { countTypes } from '../formats/btf/index.js'
import { type Elf, isUndefined, sectionData, sectionNamed, symbols } from '../formats/elf/index.js'
import { modinfoValue, readModinfo } from '../formats/modinfo/index.js'
import { archOf, sectionReports, sha256, symbolCounts } from './elf-facts.js'
import { exportsOf } from './exports/index.js'
import type { ModuleReport } from './image-report.js'
import { orProblem } from './kernel-btf.js'
import { signatureSize } from './module-extent.js'
import { moduleLayout } from './module-layout.js'
import { moduleVersions } from './module-versions.js'
import { recordTables } from './record-tables.js'

/** What a module's file tells; throws FormatError when it is damaged. */
export function moduleReport(elf: Elf): ModuleReport {
  const section = sectionNamed(elf, '.modinfo')
  const modinfo = section === undefined ? [] : readModinfo(sectionData(elf, section))
  const value = (tag: string) => modinfoValue(modinfo, tag) ?? null
  return {
    size: elf.bytes.length,
    sha256: sha256(elf.bytes),
    arch: archOf(elf),
    name: value('name'),
    version: value('version'),
    vermagic: value('vermagic'),
    srcversion: value('srcversion'),
    license: value('license'),
    depends: (value('depends') ?? '').split(',').filter(name => name !== ''),
    modinfo,
    signatureSize: signatureSize(elf),
    sections: sectionReports(elf),
    symbols: symbolCounts(elf),
    imports: symbols(elf)
      .filter(isUndefined)
      .map(({ name }) => name)
      .sort(),
    exports: exportsOf(elf),
    versions: moduleVersions(elf),
    layout: moduleLayout(elf) ?? null,
    records: recordTables(elf).map(({ section, struct, size }) => ({ section, struct, size })),
    btf: btfReport(elf),
    buildId: buildIdOf(elf) ?? null,
  }
}

function btfReport(elf: Elf): ModuleReport['btf'] {
  const section = sectionNamed(elf, '.BTF')
  if (section === undefined) return null
  const types = orProblem(() => countTypes(sectionData(elf, section)))
  const ownBase = sectionNamed(elf, '.BTF.base') !== undefined
  return typeof types === 'string' ? { types: 0, ownBase, problem: types } : { types, ownBase, problem: null }
}

/** Head of a note: sizes of its name (`GNU` with its end) and of what follows, and its type, NT_GNU_BUILD_ID. */
const NOTE_HEAD = 12

function buildIdOf(elf: Elf): string | undefined {
  const section = sectionNamed(elf, '.note.gnu.build-id')
  const data = section === undefined ? undefined : sectionData(elf, section)
  if (data === undefined || data.length <= NOTE_HEAD + 4) return undefined
  return Buffer.from(data.subarray(NOTE_HEAD + 4)).toString('hex')
}
