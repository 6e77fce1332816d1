// SPDX-License-Identifier: GPL-2.0-only
import { unexplainedTexts } from '../features/standalone-crypto/boundary/index.js'
import type {
  ExtractedFile,
  VerifiedModule,
  VerifyReport,
} from '../features/standalone-crypto/carried/index.js'
import { plainPaint } from '../text/paint.js'
import { bytesText } from '../text/quantities.js'
import { tableText } from '../text/table.js'
import { importRows } from './imports.js'

/** The files that were taken out of an image. */
export function extractedText(files: readonly ExtractedFile[]): string {
  return tableText(files.map(({ path, size, sha256 }) => [path, bytesText(size), `sha256 ${sha256}`]))
}

/** The verdict, then each module with its digest and what is wrong with it. */
export function verifyText(
  { path, kind, intact, modules, outside }: VerifyReport,
  { paint = plainPaint } = {},
): string {
  const isOpen = !isClosed({ modules, outside })
  const verdict = !intact
    ? paint.red('NOT INTACT')
    : isOpen
      ? paint.red('intact, but CRYPTOGRAPHIC CODE IS OUTSIDE')
      : paint.green('intact')
  const problems = modules.flatMap(module => [
    ...module.problems.map(problem => `  ${problem}\n`),
    ...(module.boundary?.cryptography ?? []).map(
      ({ name, because }) => `  it imports ${name}, which is cryptography: ${because}\n`,
    ),
  ])
  const unexplained = (outside === null ? [] : unexplainedTexts(outside)).map(text => `  ${text}\n`)
  const title = (index: number) => (modules.length === 1 ? 'module' : `module ${index + 1}`)
  const tables = modules.map(
    (module, index) => `${paint.bold(title(index))}\n${tableText(moduleRows(module), { indent: 2 })}`,
  )
  return `${verdict}: ${path} (${kind})\n${problems.join('')}${unexplained.join('')}${tables.join('')}`
}

const KEY_ORIGINS = { given: 'the given key', module: 'the key in the module', default: 'the default key' }

/** Whether no cryptographic code is known to be outside the modules. */
export const isClosed = ({ modules, outside }: Pick<VerifyReport, 'modules' | 'outside'>): boolean =>
  modules.every(({ boundary }) => (boundary?.cryptography ?? []).length === 0) &&
  (outside === null || unexplainedTexts(outside).length === 0)

function moduleRows({ size, sha256, digest, boundary }: VerifiedModule): string[][] {
  return [
    ['size', bytesText(size)],
    ['sha256', sha256],
    ...(digest === null
      ? [['digest', 'none: not a module that checks itself']]
      : [
          ['hmac(sha256)', digest.stored ?? 'none'],
          ['computed', `${digest.computed ?? 'nothing'}, with ${KEY_ORIGINS[digest.key]}`],
        ]),
    ...(boundary === null ? [] : importRows(boundary)),
  ]
}
