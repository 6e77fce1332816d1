// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ArchivedFile, type ArchiveManifest, requireIntact, verifyArchive } from '../../archive/index.js'
import { UsageError } from '../../core/errors.js'
import { inFile } from '../../core/in-file.js'
import {
  type BootedServices,
  type CarvedObject,
  carvedObject,
  serviceFactsOf,
} from '../../features/standalone-crypto/services/index.js'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import { readElf } from '../../formats/elf/index.js'
import { moduleReport } from '../../image/index.js'
import { NO_BOOT } from './build-subject.js'
import type { Subject, SubjectFile } from './subject.js'

/** Of an archive, unpacked. Throws UsageError when it is not as it was written, or has no module that was carved. */
export async function archiveSubject(directory: string, boots: readonly BootedServices[]): Promise<Subject> {
  await requireIntact(directory)
  const { manifest } = await verifyArchive(directory)
  const archived = manifest.modules.find(({ hmac }) => hmac !== null)
  if (archived === undefined) throw new UsageError(`${directory}: no module in this archive was carved`)
  const readSource = (path: string) =>
    readFile(join(directory, 'source', path), 'utf8').catch(() => undefined)
  const elf = readElf(await readFile(join(directory, archived.file)))
  const objects: CarvedObject[] = []
  for (const path of archived.objects) objects.push(await objectAt(directory, path, manifest))
  return {
    kind: 'archive',
    path: directory,
    module: inFile(archived.file, () => moduleReport(elf)),
    hmac: archived.hmac,
    release: manifest.kernel.release,
    files: manifest.files.flatMap(fileOf),
    objects,
    services: serviceFactsOf({
      ...{ module: elf, objects, boots },
      testmgr: await readSource('crypto/testmgr.c'),
      testVectors: await readSource('crypto/testmgr.h'),
    }),
    boundary: null,
    readSource,
    unknown: [...(boots.length === 0 ? [NO_BOOT] : []), NO_BOUNDARY],
  }
}

const NO_BOUNDARY = 'what vmlinux calls of the module without an export: the build tells'

async function objectAt(directory: string, path: string, { files }: ArchiveManifest): Promise<CarvedObject> {
  const kept = join(directory, 'commands', dirname(path), `.${basename(path)}.cmd`)
  const text = await readFile(kept, 'utf8').catch(() => undefined)
  return carvedObject(path, {
    bytes: await readFile(join(directory, 'objects', path)).catch(() => undefined),
    command: text === undefined ? undefined : inFile(kept, () => readDotCmd(text)),
    nameSource: source => archivedName(source, files),
  })
}

/** The command names a source from where it was compiled; the archive has it by its place in the tree. */
function archivedName(source: string, files: readonly ArchivedFile[]): string {
  const names = files.flatMap(({ path, role }) =>
    role === 'source' || role === 'generated' ? [path.slice(path.indexOf('/') + 1)] : [],
  )
  const fitting = names.filter(name => source === name || source.endsWith(`/${name}`))
  return fitting.sort((one, other) => other.length - one.length)[0] ?? source
}

const WHAT: Partial<Record<ArchivedFile['role'], SubjectFile['what']>> = {
  module: 'module',
  digest: 'digest',
  image: 'image',
  symvers: 'symvers',
  config: 'configuration',
}

function fileOf({ path, role, size, sha256 }: ArchivedFile): SubjectFile[] {
  const what = WHAT[role]
  return what === undefined ? [] : [{ path, what, size, sha256 }]
}
