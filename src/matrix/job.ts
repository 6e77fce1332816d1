// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bucketNamed } from './bucket.js'

// A job as it is kept, and as it travels to another machine: data from a fixed list, never a command.

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const path = z
  .string()
  .regex(/^\/[^\0]*$/)
  .max(4096)
const words = z.string().max(500)

const source = z.discriminatedUnion('kind', [
  /** A version of Debian's linux-source-LINE. */
  z.strictObject({
    kind: z.literal('debian'),
    line: z.string().regex(/^\d+\.\d+$/),
    version: z.string().regex(/^[\w.+~:-]+$/),
  }),
  z.strictObject({
    kind: z.literal('tarball'),
    /** A path, or where to fetch it. */
    from: z.union([path, z.string().regex(/^https?:\/\/[^\s\0]+$/)]),
    sha256: digest,
  }),
  z.strictObject({ kind: z.literal('directory'), path, sha256: digest }),
  z.strictObject({
    kind: z.literal('git'),
    /** A path or a URL: git knows other forms, some of which run commands. */
    repository: z.string().regex(/^(?:\/|https?:\/\/|git:\/\/|ssh:\/\/)[^\s\0]*$/),
    commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  }),
  /** Ready: a build, an image or headers. */
  z.strictObject({ kind: z.literal('kernel'), path, sha256: digest }),
])

const config = z.discriminatedUnion('kind', [
  /** One that comes with kcarve, or a flavour of Debian's. */
  z.strictObject({ kind: z.literal('named'), name: z.string().regex(/^[a-z][\w:.-]{0,60}$/) }),
  z.strictObject({
    kind: z.literal('text'),
    name: z.string().regex(/^[\w][\w.-]{0,60}$/),
    text: z.string().max(1 << 20),
  }),
])

const toolchain = z.strictObject({
  /** kbuild's LLVM=, as `--llvm` has it: undefined for gcc, empty for the machine's default. */
  llvm: z
    .string()
    .regex(/^\d{0,3}$/)
    .optional(),
  root: path.optional(),
  /** What compiler, assembler and linker say of themselves. */
  identity: words,
})

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start') }),
  z.strictObject({ kind: z.literal('prove'), counts: z.boolean() }),
  z.strictObject({ kind: z.literal('kunit') }),
  z.strictObject({
    kind: z.literal('boot'),
    fips: z.boolean(),
    faults: z.array(z.string().regex(/^[a-z0-9-]+$/)),
  }),
  z.strictObject({
    kind: z.literal('reuse'),
    archive: path,
    sha256: digest,
    accept: z.boolean(),
    witness: z.boolean(),
  }),
])

const cell = z.strictObject({
  tree: words,
  config: words,
  arch: words,
  toolchain: words,
  do: words,
})

export const jobSchema = z.strictObject({
  cell,
  kcarve: z.strictObject({ version: words, digest }),
  source,
  /** Null for a kernel that is ready. */
  config: config.nullable(),
  arch: z.enum(['x86_64', 'arm64']),
  toolchain,
  action,
  ccWrapper: z
    .string()
    .regex(/^[\w./-]+$/)
    .optional(),
  /** MiB that it needs. */
  memory: z.int().optional(),
  /** Where what `keep` names goes: a directory or a bucket. */
  artefacts: z.union([path, z.string().refine(text => bucketNamed(text) !== undefined)]).optional(),
  keep: z.array(z.enum(['logs', 'module', 'image'])),
})

export type Job = z.infer<typeof jobSchema>
export type JobSource = Job['source']
export type JobConfig = NonNullable<Job['config']>
export type JobAction = Job['action']
/** Where a job stands in the matrix: labels for people, which stay when what they mean changes. */
export type Cell = Job['cell']

/** Counts up whenever the meaning of a job or of its result changes. */
const FORMAT = 1

/**
 * The digest of everything that decides a job's result: a job of the same identity need not be done again. Names, places and what only
 * makes it faster do not count.
 */
export function jobIdentity({ kcarve, source, config, arch, toolchain, action, keep }: Job): string {
  const what = {
    format: FORMAT,
    kcarve: kcarve.digest,
    source: contentOf(source),
    config,
    arch,
    toolchain: [toolchain.llvm ?? null, toolchain.identity],
    action: action.kind === 'reuse' ? { ...action, archive: undefined } : action,
    keep,
  }
  return createHash('sha256').update(canonical(what)).digest('hex').slice(0, 32)
}

function contentOf(source: JobSource): unknown {
  if (source.kind === 'debian') return [source.kind, source.line, source.version]
  // A tree is the same wherever it is, and git's commit is the digest of one.
  return source.kind === 'git' ? [source.kind, source.commit] : [source.kind, source.sha256]
}

/** JSON with the members of objects in one order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )

/** The cell as one key. */
export const cellKey = ({ tree, config, arch, toolchain, do: what }: Cell): string =>
  [tree, config, arch, toolchain, what].join('\t')
