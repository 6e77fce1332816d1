// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { moduleReport, openImage } from '../image/index.js'
import { type BuildPlaces, buildPlaces } from './build-places.js'
import { compilerInputs } from './compiler-inputs.js'
import { type Entry, emptyDirectory, firstThatIs, freeze, inputEntries, readBuilt, sha256 } from './freeze.js'
import type { ArchivedModule, ArchiveManifest } from './manifest.js'

const MODULE = 'crypto/fips140/fips140.ko'
/** Where the architectures have the image that boots, the first one that is there counts. */
const IMAGES = ['arch/x86/boot/bzImage', 'arch/arm64/boot/Image']

/**
 * Freezes what a later verdict on the module of a build needs into a directory: the module, the kernel it was made with, and
 * all that the compiler read. The same build gives the same bytes. Throws UsageError when the build is not complete or the
 * directory is not empty.
 */
export async function writeArchive(
  build: string,
  directory: string,
  version: string,
  signal?: AbortSignal,
): Promise<ArchiveManifest> {
  const places = await buildPlaces(build)
  await readBuilt(places, '.config')
  const objects = (await readBuilt(places, MODULE.replace(/ko$/, 'mod')))
    .toString('utf8')
    .split(/\s+/)
    .filter(Boolean)
  const inputs = await compilerInputs(places, objects)
  const image = await firstThatIs(places, IMAGES)
  const symvers = await firstThatIs(places, ['Module.symvers', 'vmlinux.symvers'])
  const built = (role: Entry['role'], to: string, from: string): Entry => ({
    role,
    to,
    from: join(places.build, from),
  })
  const entries = [
    built('module', 'module/fips140.ko', MODULE),
    built('digest', 'module/fips140.ko.hmac', `${MODULE}.hmac`),
    built('image', `kernel/${image.replace(/^.*\//, '')}`, image),
    built('symvers', 'kernel/Module.symvers', symvers),
    built('config', 'kernel/config', '.config'),
    ...inputEntries(places, objects, inputs),
  ]
  await emptyDirectory(directory)
  const modules = [await carvedModule(places, objects)]
  return freeze(directory, { version, places, entries, outside: inputs.outside, modules }, signal)
}

async function carvedModule(places: BuildPlaces, objects: readonly string[]): Promise<ArchivedModule> {
  const path = join(places.build, MODULE)
  const image = await openImage(path)
  if (image.kind !== 'module') throw new UsageError(`${path}: not a module`)
  const { name, version } = moduleReport(image.elf)
  const hmac = (await readFile(`${path}.hmac`, 'latin1')).slice(0, 64)
  return {
    name: name ?? 'fips140',
    version,
    file: 'module/fips140.ko',
    sha256: sha256(image.bytes),
    hmac,
    objects: [...objects],
    differs: null,
  }
}
