// SPDX-License-Identifier: GPL-2.0-only
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { UsageError } from '../../core/errors.js'
import { nearestWords } from '../../core/nearest-words.js'
import { type MatrixFile, matrixSchema } from './schema.js'

export interface ReadMatrix {
  readonly file: MatrixFile
  /** An error that names the place of what the path leads to, as far as the file has it. */
  readonly errorAt: (path: readonly PropertyKey[], message: string, hint?: string) => UsageError
}

type Document = ReturnType<typeof parseDocument>

const LARGEST = 1 << 20

/** Reads a matrix file's text; throws UsageError, naming file, line and column, for anything else. */
export function readMatrix(text: string, path: string): ReadMatrix {
  if (text.length > LARGEST) throw new UsageError(`${path} is larger than a mebibyte, and no matrix file`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const errorIn = (offset: number, message: string, hint?: string, cause?: unknown) => {
    const { line, col } = lines.linePos(offset)
    return new UsageError(`${path}:${line}:${col}: ${message}`, { hint, cause })
  }
  const [broken] = document.errors
  if (broken !== undefined) throw errorIn(broken.pos[0], lowerCase(broken.message), undefined, broken)
  const errorAt: ReadMatrix['errorAt'] = (at, message, hint) => errorIn(offsetOf(document, at), message, hint)
  const value = plainValue(document, errorAt)
  const parsed = matrixSchema.safeParse(value)
  if (parsed.success) return { file: parsed.data, errorAt }
  const issue = deepest(parsed.error.issues[0] as Issue)
  if (issue.code !== 'unrecognized_keys') throw errorAt(issue.path, messageOf(issue, value))
  const [key = ''] = issue.keys
  const known = knownKeys(issue.path)
  const hint =
    known.length === 0 ? undefined : `is it ${nearestWords(key, known)[0]}? There are ${known.join(', ')}`
  throw errorAt([...issue.path, key], `nothing is called ${key} here`, hint)
}

type Issue = z.core.$ZodIssue

/** Where a value has several forms, what is wrong with the form that it comes nearest to. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const branches = issue.errors.flatMap(errors => {
    const [first] = errors
    return first === undefined ? [] : [deepest({ ...first, path: [...issue.path, ...first.path] } as Issue)]
  })
  const nearer = branches.filter(
    each => each.path.length > issue.path.length || !['invalid_type', 'invalid_value'].includes(each.code),
  )
  nearer.sort((a, b) => b.path.length - a.path.length)
  return nearer[0] ?? issue
}

function messageOf({ path, message }: Issue, value: unknown): string {
  const found = path.reduce<unknown>(
    (inside, step) => (inside as Record<PropertyKey, unknown>)?.[step],
    value,
  )
  return found === undefined ? `${String(path.at(-1) ?? 'it')} is missing` : lowerCase(message)
}

const lowerCase = (message: string) => message.charAt(0).toLowerCase() + message.slice(1)

/** Aliases are followed, but not for ever. */
function plainValue(document: Document, errorAt: ReadMatrix['errorAt']): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw errorAt([], lowerCase((error as Error).message))
  }
}

const SECTION = ['tree', 'config', 'arch', 'toolchain', 'do']

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(matrixSchema.shape)
  return ['include', 'exclude'].includes(String(path[0])) && path.length <= 2 ? SECTION : []
}

/** Of the key where the path ends in one, else of the value; of the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = rangeOf(node) ?? 0
  for (const step of path) {
    const inside: unknown = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === step)
      : (node as { items?: unknown[] } | null)?.items?.[Number(step)]
    // A list may have been left out around a single value.
    if (inside === undefined) continue
    const { key, value } = inside as { key?: unknown; value?: unknown }
    offset = rangeOf(key) ?? rangeOf(inside) ?? offset
    node = isMap(node) ? value : inside
  }
  return offset
}

const rangeOf = (node: unknown): number | undefined =>
  (node as { range?: readonly number[] } | null | undefined)?.range?.[0]
