// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import { architectures } from '../../arch/architectures.js'
import { type ArchiveReport, MANIFEST } from '../../archive/index.js'
import { isDirectory, isFile } from '../../core/exists.js'
import { groupBy } from '../../core/group-by.js'
import {
  fileOf,
  type ResourceDescriptor,
  type Role,
  reuseStatement,
  type Statement,
  type Subject,
  verifyStatement,
} from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import type { VerifyReport } from '../../features/standalone-crypto/carried/index.js'
import { behindBuildLink, type ReuseReport } from '../../reuse/index.js'
import { version } from '../version.js'
import { fileDigest, imageFiles } from './kernel-files.js'

/** States whether an image or a module is as it was made. `reasons` says why not. */
export async function attestVerified(
  report: VerifyReport,
  { closed, reasons }: { readonly closed: boolean; readonly reasons: readonly string[] },
): Promise<Statement> {
  const { path, kind, intact, modules } = report
  const [module] = modules
  const subjects =
    kind === 'module' && module !== undefined
      ? [fileOf(uncompressed(path), module.sha256, 'module')]
      : await imageFiles(path)
  return verifyStatement({ kcarve: version, time: evidenceTime(), subjects, intact, closed, reasons })
}

/**
 * The same of an archive: of its file or, for a directory, of its manifest, which names all others by their digests; and of the
 * modules and the image in it, if they are as they were.
 */
export async function attestArchive(
  { path, intact, manifest }: ArchiveReport,
  { closed, reasons }: { readonly closed: boolean; readonly reasons: readonly string[] },
): Promise<Statement> {
  const isUnpacked = await isDirectory(path)
  const own = isUnpacked ? join(path, MANIFEST) : path
  const image = manifest.files.filter(({ role }) => role === 'image')
  const inside = [
    ...manifest.modules.map(({ file, sha256 }) => fileOf(basename(file), sha256, 'module')),
    ...image.map(file => fileOf(basename(file.path), file.sha256, 'image')),
  ]
  const subjects = [fileOf(basename(own), await fileDigest(own), 'archive'), ...(intact ? inside : [])]
  return verifyStatement({ kcarve: version, time: evidenceTime(), subjects, intact, closed, reasons })
}

/** States whether modules can live in a kernel: for each verdict, that of the modules that it was given of. */
export async function attestReuse(report: ReuseReport): Promise<Statement[]> {
  const { kernel, accepted, modules, reasons } = report
  const files = await kernelFilesOf(kernel)
  const time = evidenceTime()
  return [...groupBy(modules, ({ verdict }) => verdict)].map(([verdict, judged]) => {
    const names = new Set(judged.map(({ name }) => name))
    return reuseStatement({
      kcarve: version,
      time,
      subjects: judged.map(({ path, sha256 }): Subject => fileOf(uncompressed(path), sha256, 'module')),
      verdict,
      accepted,
      reasons: reasons
        .filter(reason => reason.modules.some(name => names.has(name)))
        .map(({ effect, text }) => `${effect}: ${text}`),
      kernel: { release: kernel.release, arch: kernel.arch, files },
    })
  })
}

/** A digest is of the module itself. */
const uncompressed = (path: string): string => basename(path).replace(/(?<=\.ko)\.\w+$/, '')

async function kernelFilesOf({ path, kind }: ReuseReport['kernel']): Promise<ResourceDescriptor[]> {
  const directory = await behindBuildLink(path)
  const files: readonly (readonly [path: string, role?: Role])[] =
    kind === 'image'
      ? [[path, 'image']]
      : [
          ...architectures.map(({ image }) => [join(directory, image), 'image'] as const),
          [join(directory, 'vmlinux'), 'vmlinux'],
          [join(directory, 'Module.symvers')],
          [join(directory, '.config')],
        ]
  const found: ResourceDescriptor[] = []
  for (const [file, role] of files) {
    if (await isFile(file)) found.push(fileOf(basename(file), await fileDigest(file), role))
  }
  return found
}
