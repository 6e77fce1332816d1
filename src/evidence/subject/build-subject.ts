// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Objtree, readBuilt } from '../../build/index.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { readBoundary } from '../../features/standalone-crypto/boundary/index.js'
import { digestOf } from '../../features/standalone-crypto/carried/index.js'
import { BUILT } from '../../features/standalone-crypto/names.js'
import { type BootedServices, buildServices } from '../../features/standalone-crypto/services/index.js'
import { readElf } from '../../formats/elf/index.js'
import { moduleReport, sha256 } from '../../image/index.js'
import type { Subject, SubjectFile } from './subject.js'

/** Throws UsageError when the build is not a carved one, or not complete. */
export async function buildSubject(built: Objtree, boots: readonly BootedServices[]): Promise<Subject> {
  const { objtree, srctree } = built
  const boundary = await readBoundary(built)
  const { facts, objects } = await buildServices(built, { boundary, boots })
  const path = join(objtree, BUILT.module)
  const bytes = await readBuilt(path)
  return {
    kind: 'build',
    path: objtree,
    module: inFile(path, () => moduleReport(readElf(bytes))),
    hmac: digestOf(await readBuilt(join(objtree, BUILT.digest))) ?? null,
    release: built.release === '' ? null : built.release,
    files: await filesOf(built),
    objects,
    services: facts,
    boundary,
    readSource: source => readFile(join(srctree, source), 'utf8').catch(() => undefined),
    unknown: boots.length === 0 ? [NO_BOOT] : [],
  }
}

export const NO_BOOT =
  'no boot was given: types, key sizes, results of self-tests, and what templates make at run time'

const filesOf = (built: Objtree): Promise<SubjectFile[]> =>
  Promise.all(
    (
      [
        ['module', join(built.objtree, BUILT.module)],
        ['digest', join(built.objtree, BUILT.digest)],
        ['image', built.image],
        ['vmlinux', built.vmlinux],
        ['configuration', built.config],
        ['symvers', built.symvers],
      ] as const
    ).map(async ([what, path]) => {
      const bytes = await loadFile(path)
      return { path: relative(built.objtree, path), what, size: bytes.length, sha256: sha256(bytes) }
    }),
  )
