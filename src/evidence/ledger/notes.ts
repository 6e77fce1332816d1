// SPDX-License-Identifier: GPL-2.0-only
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { UsageError } from '../../core/errors.js'
import { printable } from '../../core/printable.js'

const sha256 = z
  .string('not text: write the digest in quotes')
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256: 64 hexadecimal digits in lower case')
const date = z.iso.date('not a date such as 2027-01-31')
const text = z.string().min(1).max(1000)

const certificate = z.strictObject({
  /** As whoever issued it lists it. */
  number: z.union([text, z.int().nonnegative().transform(String)]),
  /** The module that it is about, by its bytes. */
  module: sha256,
  issued: date.optional(),
  /** The last day on which it holds. */
  sunset: date.optional(),
  /** In the words of CycloneDX, whose bills of materials have it of each algorithm that is approved. */
  level: z
    .enum(['2', '3'].flatMap(version => ['1', '2', '3', '4'].map(level => `fips140-${version}-l${level}`)))
    .optional(),
  note: text.optional(),
})

const kernel = z
  .strictObject({
    /** As `uname -r` prints it. */
    release: text.optional(),
    /** Of what a boot loader takes. */
    image: sha256.optional(),
    note: text.optional(),
  })
  .refine(({ release, image }) => (release ?? image) !== undefined, {
    message: 'it has neither release nor image',
  })

const notes = z.strictObject({
  certificates: z.array(certificate),
  /** Those in use; without it, all of which there is evidence are taken for that. */
  kernels: z.array(kernel).optional(),
})

/** What the user has noted: nothing of it is known to kcarve otherwise, and nothing is checked with anybody. */
export type LedgerNotes = z.infer<typeof notes>
export type NotedCertificate = LedgerNotes['certificates'][number]
export type NotedKernel = z.infer<typeof kernel>

const LARGEST = 1024 * 1024

/** Reads notes in YAML or JSON; throws UsageError, naming the line, for anything else. */
export function readNotes(source: string, path: string): LedgerNotes {
  if (source.length > LARGEST) throw new UsageError(`${path} is too large for notes`)
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) throw wrong(path, lines.linePos(error.pos[0]).line, error.message)
  const parsed = notes.safeParse(plainValue(document, path))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = (issue?.path ?? []).map(each => (typeof each === 'number' ? each : String(each)))
  throw wrong(
    path,
    lineOf(document, place, lines),
    [place.join('.'), issue?.message].filter(Boolean).join(': '),
  )
}

/** Aliases of aliases can make gigabytes of a line; the library refuses them. */
function plainValue(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new UsageError(`${path}: ${printable(cause instanceof Error ? cause.message : String(cause))}`, {
      cause,
    })
  }
}

/** Of the innermost that is there of what a path leads to. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  lines: LineCounter,
): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

const wrong = (path: string, line: number, problem: string) =>
  new UsageError(`${path}:${line}: ${printable(problem)}`, {
    hint: 'docs/evidence.md shows what notes look like',
  })
