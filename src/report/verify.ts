// SPDX-License-Identifier: GPL-2.0-only
import { unexplainedTexts } from '../features/standalone-crypto/boundary/index.js'
import type {
  ExtractedFile,
  VerifiedModule,
  VerifyReport,
} from '../features/standalone-crypto/carried/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
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
  const verdict = verdictText({ intact, modules, outside }, paint)
  const problems = modules.flatMap(module => [
    ...module.problems.map(problem => `  ${problem}\n`),
    ...importTexts(module),
  ])
  const title = (index: number) => (modules.length === 1 ? 'module' : `module ${index + 1}`)
  const tables = modules.map(
    (module, index) => `${paint.bold(title(index))}\n${tableText(moduleRows(module), { indent: 2 })}`,
  )
  return `${verdict}: ${path} (${kind})\n${problems.join('')}${outsideText(outside)}${tables.join('')}`
}

/** Why the answer is no, a line each: what is wrong with modules, and what cryptography is outside of them. */
export const verifyReasons = ({ modules, outside }: Reasoned): string[] =>
  [
    ...modules.flatMap(module => [...(module.problems ?? []), ...importTexts(module)]),
    ...(outside === null ? [] : unexplainedTexts(outside)),
  ].map(text => text.trim())

interface Reasoned extends Pick<VerifyReport, 'outside'> {
  readonly modules: readonly (Pick<VerifiedModule, 'boundary'> & Partial<Pick<VerifiedModule, 'problems'>>)[]
}

export function verdictText(verified: ToldBoundary & { readonly intact: boolean }, paint: Paint): string {
  if (!verified.intact) return paint.red('NOT INTACT')
  return isClosed(verified) ? paint.green('intact') : paint.red('intact, but CRYPTOGRAPHIC CODE IS OUTSIDE')
}

/** A line for each import that is cryptography. */
export const importTexts = ({ boundary }: Pick<VerifiedModule, 'boundary'>): string[] =>
  (boundary?.cryptography ?? []).map(
    ({ name, because }) => `  it imports ${name}, which is cryptography: ${because}\n`,
  )

/** A line for each thing in vmlinux that nothing explains. */
export const outsideText = (outside: VerifyReport['outside']): string =>
  (outside === null ? [] : unexplainedTexts(outside)).map(text => `  ${text}\n`).join('')

const KEY_ORIGINS = { given: 'the given key', module: 'the key in the module', default: 'the default key' }

export interface ToldBoundary extends Pick<VerifyReport, 'outside'> {
  readonly modules: readonly Pick<VerifiedModule, 'boundary'>[]
}

/** Whether no cryptographic code is known to be outside the modules. */
export const isClosed = ({ modules, outside }: ToldBoundary): boolean =>
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
