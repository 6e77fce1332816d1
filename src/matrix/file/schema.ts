// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { bucketNamed, isBucket } from '../bucket.js'

// What a matrix file may say. A list may be a single value everywhere.

const list = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item).min(1), item]).transform(value => (Array.isArray(value) ? value : [value]))

const text = z.string().min(1).max(4096)
/** It becomes part of labels in tables, of file names and of log lines. */
const name = z
  .string()
  .regex(/^[\w.:@+ -]{1,60}$/, 'a name has up to 60 letters, digits, blanks and any of . : @ + - _')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 digest in hexadecimal')

/** YAML reads 6.10 as the number 6.1. */
const debianLine = z
  .string({ error: 'not a kernel line in quotes, such as "6.12"' })
  .regex(/^\d+\.\d+(=[\w.+~:-]+)?$/, 'not a kernel line such as 6.12, or a version such as 6.12=6.12.118-1')

const KINDS = ['debian', 'tarball', 'directory', 'git', 'kernel'] as const

const treeObject = z
  .strictObject({
    name: name.optional(),
    debian: debianLine.optional(),
    /** A file, or where to fetch it, which needs its digest. */
    tarball: text.optional(),
    directory: text.optional(),
    git: text.optional(),
    revisions: list(text).optional(),
    /** Ready: a build, an image or headers, for `reuse` only. */
    kernel: text.optional(),
    sha256: sha256.optional(),
  })
  .superRefine((tree, context) => {
    const kinds = KINDS.filter(kind => tree[kind] !== undefined)
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (kinds.length !== 1) refuse(`a tree has one of ${KINDS.join(', ')}`)
    else if ((tree.git === undefined) !== (tree.revisions === undefined))
      refuse('git and revisions belong together')
    else if (/^https?:/.test(tree.tarball ?? '') && tree.sha256 === undefined)
      refuse('a tarball to fetch needs its sha256')
    else if (tree.sha256 !== undefined && tree.tarball === undefined) refuse('sha256 is for tarballs')
  })

const tree = z.union([text, treeObject], {
  error: 'not a tree: debian:6.12, a path, or {git: …, revisions: […]}',
})

const config = z.union(
  [text, z.strictObject({ name: name.regex(/^[\w.-]+$/), merge: z.array(text).min(1) })],
  { error: 'not a configuration: what --config takes, or {name: …, merge: […]}' },
)

const gcc = z.string().regex(/^(gcc|llvm( \d{1,3})?)$/, 'not a toolchain: gcc, llvm or llvm 19')
const toolchain = z.union(
  [
    gcc,
    z.strictObject({
      name,
      use: gcc.default('gcc'),
      /** Another distribution's files, entered with bubblewrap. */
      root: text.optional(),
      /** As `--dry-run -v` prints it, for a machine without that toolchain. */
      identity: text.optional(),
    }),
  ],
  { error: 'not a toolchain: gcc, llvm 19, or {name: …, root: …}' },
)

const fault = z.string().regex(/^[a-z0-9-]{1,60}$/, 'not the name of a fault')
const prove = z.strictObject({ counts: z.boolean().default(true) })
const boot = z.strictObject({ fips: z.boolean().default(false), fault: list(fault).optional() })
const reuse = z.strictObject({
  archive: text,
  accept: z.boolean().default(false),
  witness: z.boolean().default(true),
})

const action = z.union(
  [
    z.enum(['start', 'prove', 'boot', 'kunit']),
    z.strictObject({ prove }),
    z.strictObject({ boot }),
    z.strictObject({ reuse: z.union([text, reuse]) }),
  ],
  { error: 'not one of start, prove, boot, kunit and reuse' },
)

const choice = {
  tree: list(tree),
  config: list(config).default(['small']),
  arch: list(z.enum(['x86_64', 'arm64'])).optional(),
  toolchain: list(toolchain).default(['gcc']),
  do: list(action).default(['start']),
}

const exclude = z
  .strictObject({
    tree: list(text).optional(),
    config: list(text).optional(),
    arch: list(text).optional(),
    toolchain: list(text).optional(),
    do: list(text).optional(),
  })
  .refine(given => Object.values(given).some(value => value !== undefined), 'an exclude names something')

export const matrixSchema = z.strictObject({
  ...choice,
  include: list(z.strictObject(choice)).optional(),
  exclude: list(exclude).optional(),
  ccWrapper: z
    .string()
    .regex(/^[\w./-]+$/, 'not a program such as ccache')
    .optional(),
  /** MiB that a job needs. */
  memory: z
    .int()
    .min(256)
    .max(1 << 20)
    .optional(),
  /** Where what `keep` names goes, a directory for each job: a directory or a bucket. */
  artefacts: text
    .refine(at => !isBucket(at) || bucketNamed(at) !== undefined, 'not a bucket such as s3://NAME/PREFIX')
    .optional(),
  keep: list(z.enum(['logs', 'module', 'image'])).optional(),
})

export type MatrixFile = z.output<typeof matrixSchema>
export type Choice = Pick<MatrixFile, keyof typeof choice>
export type TreeEntry = z.output<typeof tree>
export type ConfigEntry = z.output<typeof config>
export type ToolchainEntry = z.output<typeof toolchain>
export type ActionEntry = z.output<typeof action>
export type Exclude = z.output<typeof exclude>
