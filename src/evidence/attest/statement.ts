// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'

const digestSet = z.record(z.string(), z.string().regex(/^[0-9a-f]+$/, 'not a digest in hexadecimal digits'))

/** https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md; consumers ignore members they do not know. */
export const resourceDescriptor = z
  .looseObject({
    name: z.string().optional(),
    uri: z.string().optional(),
    digest: digestSet.optional(),
    /** base64 */
    content: z.string().optional(),
    downloadLocation: z.string().optional(),
    mediaType: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ uri, digest, content }) => (uri ?? digest ?? content) !== undefined, {
    message: 'it has neither uri nor digest nor content',
  })

export type ResourceDescriptor = z.infer<typeof resourceDescriptor>

const subject = z.looseObject({
  name: z.string().optional(),
  digest: digestSet,
  annotations: z.record(z.string(), z.unknown()).optional(),
})

/** What a statement is about. */
export type Subject = z.infer<typeof subject>

export const statement = z.looseObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(subject).min(1),
  predicateType: z.string().min(1),
  predicate: z.looseObject({}).optional(),
})

export type Statement = z.infer<typeof statement>

/**
 * What a file is to a statement. `image`: what a boot loader takes, and `vmlinux`: the same kernel as it was linked. `module`: one that
 * the image carries, or that is judged; `built module`: made with the kernel, which carries another. `package` and `archive`: what
 * holds others.
 */
export type Role = 'image' | 'vmlinux' | 'module' | 'built module' | 'package' | 'archive'

/** A file by what is in it. */
export const fileOf = (name: string, sha256: string, role?: Role): Subject => ({
  name,
  digest: { sha256 },
  ...(role === undefined ? {} : { annotations: { kcarve_role: role } }),
})

export interface ImageFacts {
  readonly release: string | null
  readonly arch: string | null
}

/** A kernel's image, with what it says of itself. */
export const imageOf = (name: string, sha256: string, { release, arch }: ImageFacts): Subject => ({
  name,
  digest: { sha256 },
  annotations: { kcarve_role: 'image' satisfies Role, kcarve_release: release, kcarve_arch: arch },
})

/** The same, read. */
export function imageFacts({ annotations = {} }: Pick<Subject, 'annotations'>): ImageFacts {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { release: text(annotations.kcarve_release), arch: text(annotations.kcarve_arch) }
}

/** Files of a role, by their SHA-256. */
export const filesOfRole = (
  files: readonly Pick<ResourceDescriptor, 'digest' | 'annotations'>[],
  role: Role,
): string[] =>
  files.flatMap(({ digest, annotations }) =>
    annotations?.kcarve_role === role && digest?.sha256 !== undefined ? [digest.sha256] : [],
  )

/** A small text, whole. */
export const textOf = (name: string, text: string): ResourceDescriptor => ({
  name,
  content: Buffer.from(text).toString('base64'),
  mediaType: 'text/plain',
})
