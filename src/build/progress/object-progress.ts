// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

export interface BuildProgress {
  /** Objects made by this run. */
  readonly compiled: number
  /** Objects there are: those of this run and those of earlier ones that it has not made again. */
  readonly present: number
  /** Objects there will be; undefined when nobody knows, as when there are more than was estimated. Never below `present`. */
  readonly total: number | undefined
  /** Whether the total is worked out from makefiles rather than remembered from an earlier build. */
  readonly isEstimate: boolean
  /** Whether all objects that were expected were there when the run began, so that `compiled` is all that grows. */
  readonly isUpdate: boolean
  /** Milliseconds until the build ends, as far as known from the second minute on. */
  readonly leftMs?: number | undefined
  /** What kbuild printed last, such as `CC crypto/aes_generic.o`. */
  readonly current: string
}

export interface ExpectedObjects {
  readonly total: number
  readonly isEstimate: boolean
}

/** Turns kbuild's lines into progress; a line that is no step of the build gives undefined. */
export function objectProgress(
  presentBefore: ReadonlySet<string>,
  expected: ExpectedObjects | undefined,
): (line: string) => BuildProgress | undefined {
  const isUpdate = expected !== undefined && presentBefore.size >= expected.total
  const present = new Set(presentBefore)
  const made = new Set<string>()
  return line => {
    const step = readStep(line)
    if (step === undefined) return undefined
    if (step.object !== undefined) {
      made.add(step.object)
      present.add(step.object)
    }
    return {
      compiled: made.size,
      present: present.size,
      total: totalOf(expected, present.size),
      isEstimate: expected?.isEstimate ?? false,
      isUpdate,
      current: step.text,
    }
  }
}

function totalOf(expected: ExpectedObjects | undefined, present: number): number | undefined {
  if (expected === undefined || present <= expected.total) return expected?.total
  return expected.isEstimate ? undefined : present
}

/** `  CC [M]  crypto/aes.o`, as printed without V=1. */
function readStep(line: string): { text: string; object: string | undefined } | undefined {
  const match = /^ {2}([A-Z][A-Z0-9_.]*)( \[[A-Z]+\])? +(\S+)$/.exec(line)
  if (match?.[1] === undefined || match[3] === undefined) return undefined
  const isObject = !match[1].startsWith('HOST') && isKernelObject(match[3])
  return { text: `${match[1]} ${match[3]}`, object: isObject ? match[3] : undefined }
}

/** Tools that run on the building machine are no objects of the kernel; those of tools/ have absolute paths. */
const isKernelObject = (path: string): boolean =>
  path.endsWith('.o') && !/^(?:\/|(?:scripts|tools)\/)/.test(path)

/** The objects kbuild has made in a build directory so far, relative to it: each leaves a `.NAME.o.cmd`. */
export async function objectsIn(objtree: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(objtree, { recursive: true, withFileTypes: true }).catch(() => [])
  const objects = entries.flatMap(({ name, parentPath }) => {
    if (!name.startsWith('.') || !name.endsWith('.o.cmd')) return []
    return join(relative(objtree, parentPath), name.slice(1, -'.cmd'.length))
  })
  return new Set(objects.filter(isKernelObject))
}
