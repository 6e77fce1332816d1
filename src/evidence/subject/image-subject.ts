// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import { UsageError } from '../../core/errors.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { digestOf, embeddedDigests, embeddedModules } from '../../features/standalone-crypto/carried/index.js'
import { DESCRIPTOR } from '../../features/standalone-crypto/names.js'
import { type BootedServices, serviceFactsOf } from '../../features/standalone-crypto/services/index.js'
import { type Elf, readElf, sectionNamed } from '../../formats/elf/index.js'
import { linuxBanner, moduleReport, openImage, sha256 } from '../../image/index.js'
import { NO_BOOT } from './build-subject.js'
import type { Subject } from './subject.js'

/**
 * The module in a vmlinux, bzImage or Image, or in a file of its own. Of two in one kernel it is the first, which boots with fips=1.
 * Throws UsageError where there is none, and what openImage throws.
 */
export async function imageSubject(path: string, boots: readonly BootedServices[]): Promise<Subject> {
  const image = await openImage(path)
  if (image.kind === 'other') throw new UsageError(`${path}: neither a kernel nor a module`)
  const isModule = image.kind === 'module'
  const { module, digest } = isModule
    ? { module: image.elf, digest: await digestBeside(path) }
    : inFile(path, () => carried(image.elf, path))
  if (sectionNamed(module, DESCRIPTOR.section) === undefined) {
    throw new UsageError(`${path}: not a module that kcarve has carved`)
  }
  const whole = await loadFile(path)
  return {
    kind: isModule ? 'module' : 'image',
    path,
    module: inFile(path, () => moduleReport(module)),
    hmac: digest === undefined ? null : (digestOf(digest) ?? null),
    release: isModule ? null : (releaseIn(image.elf) ?? null),
    files: [
      {
        path: basename(path),
        what: isModule ? 'module' : image.kind === 'vmlinux' ? 'vmlinux' : 'image',
        size: whole.length,
        sha256: sha256(whole),
      },
    ],
    objects: null,
    services: inFile(path, () => serviceFactsOf({ module, boots })),
    boundary: null,
    readSource: async () => undefined,
    unknown: [...(boots.length === 0 ? [NO_BOOT] : []), ...NOT_IN_IMAGES],
  }
}

const NOT_IN_IMAGES = [
  'objects and sources of the module, and its library: an image does not have them',
  'self-tests by name, and what fips=1 lets in: crypto/testmgr.c tells',
  'names that code makes at run time, but for generators of random numbers',
]

function carried(vmlinux: Elf, path: string): { module: Elf; digest: Uint8Array | undefined } {
  const [module] = embeddedModules(vmlinux)
  if (module === undefined) throw new UsageError(`${path}: no module is embedded in this kernel`)
  return { module: readElf(module.bytes), digest: embeddedDigests(vmlinux)[0] }
}

/** The digest that build and modules_install leave beside a module. */
const digestBeside = (path: string): Promise<Uint8Array | undefined> =>
  loadFile(`${path.replace(/(?<=\.ko)\.\w+$/, '')}.hmac`).catch(() => undefined)

const releaseIn = (vmlinux: Elf): string | undefined =>
  /^Linux version (\S+)/.exec(linuxBanner(vmlinux) ?? '')?.[1]
