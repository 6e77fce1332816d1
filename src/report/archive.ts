// SPDX-License-Identifier: GPL-2.0-only
import type { ArchivedFile, ArchivedModule, ArchiveManifest, ArchiveReport } from '../archive/index.js'
import { describeRecipe } from '../edit/index.js'
import type { ClassedImports, OutsideInImage } from '../features/standalone-crypto/boundary/index.js'
import { plainPaint } from '../text/paint.js'
import { bytesText, countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'
import { importRows } from './imports.js'
import { importTexts, outsideText, verdictText } from './verify.js'

/** What an archive tells of cryptography outside its modules, plain data for JSON. */
export interface ArchivedBoundary {
  readonly modules: readonly ArchivedImports[]
  /** Cryptography in vmlinux; null without an image of a carved kernel. */
  readonly outside: OutsideInImage | null
}

interface ArchivedImports {
  readonly name: string
  /** Null where they are not classed. */
  readonly boundary: ClassedImports | null
  /** Why they are not; null where they are. */
  readonly because: string | null
}

/** What is in an archive. */
export function archiveText(
  path: string,
  manifest: ArchiveManifest,
  leftOut: readonly string[] = [],
): string {
  const rows = [
    ...rowsOf(manifest),
    ...(leftOut.length === 0
      ? []
      : [
          [
            'left out',
            `cannot be compiled again: ${leftOut.map(path => path.replace(/^.*\//, '')).join(' ')}`,
          ],
        ]),
  ]
  return `${path}\n${tableText(rows, { indent: 2 })}`
}

/** The verdict, what is wrong, what the archive holds, and what its modules import. */
export function archiveReportText(
  { path, intact, problems, manifest, modules, outside }: ArchiveReport & ArchivedBoundary,
  { paint = plainPaint } = {},
): string {
  const verdict = verdictText({ intact, modules, outside }, paint)
  const lines = [...problems.map(problem => `  ${problem}\n`), ...modules.flatMap(importTexts)].join('')
  const rows = [...rowsOf(manifest), ...boundaryRows(modules)]
  return `${verdict}: ${path} (archive)\n${lines}${outsideText(outside)}${tableText(rows, { indent: 2 })}`
}

/** Why imports are not classed is the same of all modules of an archive. */
function boundaryRows(modules: ArchivedBoundary['modules']): string[][] {
  const classed = modules.flatMap(({ boundary }) => (boundary === null ? [] : importRows(boundary)))
  const [why] = modules.flatMap(({ because }) => because ?? [])
  return classed.length > 0 || why === undefined ? classed : [['imports', `not classed: ${why}`]]
}

function rowsOf({ modules, kernel, recipes = [], tools, files, outside }: ArchiveManifest): string[][] {
  const count = (role: ArchivedFile['role']) => files.filter(file => file.role === role).length
  return [
    ...moduleRows(modules),
    ['kernel', kernel.release],
    ...recipes.map(each => ['recipe', describeRecipe(each)]),
    ['compiler', `${tools.compiler}; assembler ${tools.assembler}, linker ${tools.linker}`],
    ['objects', countText(new Set(modules.flatMap(({ objects }) => objects)).size, 'object')],
    [
      'read by the compiler',
      `${countText(count('source') + count('own'), 'source')}, ${countText(count('generated'), 'generated file')}, ${outside.length} of its own`,
    ],
    [
      'all',
      `${countText(files.length, 'file')}, ${bytesText(files.reduce((sum, { size }) => sum + size, 0))}`,
    ],
  ]
}

function moduleRows(modules: readonly ArchivedModule[]): string[][] {
  const [module] = modules
  const differ = modules.filter(({ differs }) => differs !== null)
  if (module === undefined || modules.length > 1 || module.hmac === null) {
    const same = `${modules.length - differ.length} of ${countText(modules.length, 'module')} compiled again to what is shipped`
    return [['modules', same], ...differ.map(({ name, differs }) => [name, `differs: ${differs}`])]
  }
  return [
    ['module', [module.name, module.version].filter(Boolean).join(' ')],
    ['sha256', module.sha256],
    ['hmac(sha256)', module.hmac],
  ]
}
