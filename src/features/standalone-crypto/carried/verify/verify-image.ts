// SPDX-License-Identifier: GPL-2.0-only
import { createHmac } from 'node:crypto'
import { basename } from 'node:path'
import { FormatError, UsageError } from '../../../../core/errors.js'
import { inFile } from '../../../../core/in-file.js'
import { loadFile } from '../../../../core/load-file.js'
import { type Elf, isUndefined, readElf, sectionNamed, symbols } from '../../../../formats/elf/index.js'
import { exportsOf, openImage, sha256 } from '../../../../image/index.js'
import {
  type ClassedImports,
  classImports,
  exportsByName,
  type KnownKernel,
  type OutsideInImage,
  outsideInImage,
} from '../../boundary/index.js'
import { DEFAULT_HMAC_KEY, DESCRIPTOR } from '../../names.js'
import { embeddedModules } from '../embedded.js'
import { digestOf, embeddedDigests } from './embedded-digests.js'
import { keyCandidates } from './key-candidates.js'
import { moduleProblems } from './module-problems.js'

export interface VerifyOptions {
  /** The key, in place of the one found in the module. */
  readonly key?: string | undefined
  /** A file with the digest of a module, in place of the one beside it. */
  readonly digest?: string | undefined
  /** What is known besides of the kernel that the modules are from. */
  readonly kernel?: KnownKernel | undefined
}

/** As plain data for JSON. */
export interface VerifyReport {
  readonly path: string
  readonly kind: 'module' | 'vmlinux' | 'bzImage' | 'Image'
  /** Whether no module has a problem. */
  readonly intact: boolean
  readonly modules: readonly VerifiedModule[]
  /** Cryptography in vmlinux; null for a module, and where a module in the image is too damaged to tell. */
  readonly outside: OutsideInImage | null
}

export interface VerifiedModule {
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  /** HMAC-SHA256, hexadecimal; null for a module that is not of the carved kind and has none. */
  readonly digest: {
    /** Null when there is none. */
    readonly stored: string | null
    /** With the key that gives the stored one, or else with the first that was tried; null without a key. */
    readonly computed: string | null
    readonly matches: boolean
    /** Where the key came from. */
    readonly key: 'given' | 'module' | 'default'
  } | null
  /** What is wrong with it, a line each. */
  readonly problems: readonly string[]
  /** Its imports by class; null for a module that is not of the carved kind. */
  readonly boundary: ClassedImports | null
}

/**
 * Checks a module, or those in a vmlinux, bzImage or Image: their structure, that each is what its digest was made of, and
 * what it imports.
 * Throws UsageError when there is nothing to verify, and what openImage throws.
 */
export async function verifyImage(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const image = await openImage(path)
  if (image.kind === 'other') throw new UsageError(`${path}: neither a kernel nor a module`)
  const digest = image.kind === 'module' ? await digestBeside(path, image.elf, options) : 'none'
  const own = image.kind === 'module' ? undefined : exportsByName(inFile(path, () => exportsOf(image.elf)))
  const modules = inFile(path, () =>
    image.kind === 'module'
      ? [verifyModule(image.elf, digest, options)]
      : verifyEmbedded(path, image.elf, options),
  )
  const intact = modules.every(({ problems }) => problems.length === 0)
  const known = { exports: own, ...options.kernel }
  const told = modules.map(async ({ imports, ...module }) => ({
    ...module,
    boundary: imports && (await classImports(imports, known)),
  }))
  const outside = image.kind === 'module' ? null : outsideOf(image.elf)
  return { path, kind: image.kind, intact, modules: await Promise.all(told), outside }
}

function outsideOf(vmlinux: Elf): OutsideInImage | null {
  try {
    return outsideInImage(vmlinux, embeddedModules(vmlinux))
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return null
  }
}

/** Null of a module that is not of the carved kind, and of one whose symbols cannot be read, which is a problem by itself. */
interface WithImports extends Omit<VerifiedModule, 'boundary'> {
  readonly imports: readonly string[] | null
}

function verifyEmbedded(path: string, elf: Elf, options: VerifyOptions): WithImports[] {
  const modules = embeddedModules(elf)
  if (modules.length === 0) throw new UsageError(`${path}: no module is embedded in this kernel`)
  const digests = embeddedDigests(elf)
  return modules.map(({ bytes }, index) => verifyModule(readElf(bytes), digests[index] ?? 'missing', options))
}

/** The file of the digest that build and modules_install leave beside a carved module; other modules have none. */
async function digestBeside(path: string, elf: Elf, { digest }: VerifyOptions): Promise<Uint8Array | 'none'> {
  if (digest !== undefined) return loadFile(digest)
  if (sectionNamed(elf, DESCRIPTOR.section) === undefined) return 'none'
  // Compression does not change what the digest is of: fips140.ko.xz is beside fips140.ko.hmac.
  const beside = `${path.replace(/(?<=\.ko)\.\w+$/, '')}.hmac`
  try {
    return await loadFile(beside)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`the digest of ${path} is not beside it, as ${basename(beside)}`, {
      hint: 'name it: --digest FILE',
      cause: error,
    })
  }
}

function verifyModule(
  elf: Elf,
  digest: Uint8Array | 'missing' | 'none',
  options: VerifyOptions,
): WithImports {
  const facts = { size: elf.bytes.length, sha256: sha256(elf.bytes), imports: importsOf(elf) }
  const problems = moduleProblems(elf)
  if (digest === 'none') return { ...facts, digest: null, problems }
  const stored = digest === 'missing' ? undefined : digestOf(digest)
  const compared = compareDigest(elf, stored, options)
  return {
    ...facts,
    digest: { stored: stored ?? null, ...compared },
    problems: compared.matches ? problems : [digestProblem(stored, compared.computed), ...problems],
  }
}

function importsOf(elf: Elf): readonly string[] | null {
  if (sectionNamed(elf, DESCRIPTOR.section) === undefined) return null
  try {
    return symbols(elf)
      .filter(isUndefined)
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return null
  }
}

function digestProblem(stored: string | undefined, computed: string | null): string {
  return stored === undefined ? 'it has no digest' : `its HMAC-SHA256 is ${computed}, the digest is ${stored}`
}

function compareDigest(elf: Elf, stored: string | undefined, { key }: VerifyOptions) {
  const tried = [
    ...(key === undefined ? keyCandidates(elf).map(text => [text, 'module'] as const) : []),
    key === undefined ? ([DEFAULT_HMAC_KEY, 'default'] as const) : ([key, 'given'] as const),
  ].map(([text, origin]) => ({
    computed: createHmac('sha256', text).update(elf.bytes).digest('hex'),
    key: origin,
  }))
  const right = tried.find(({ computed }) => computed === stored)
  return {
    ...(right ?? tried.at(-1) ?? { computed: null, key: 'default' as const }),
    matches: right !== undefined,
  }
}
