// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isPacked, MANIFEST, withUnpacked } from '../../archive/index.js'
import { openBuild } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { isFile } from '../../core/exists.js'
import type { BootedServices } from '../../features/standalone-crypto/services/index.js'
import { archiveSubject } from './archive-subject.js'
import { buildSubject } from './build-subject.js'
import { imageSubject } from './image-subject.js'
import type { Subject } from './subject.js'

export interface SubjectOptions {
  readonly boots: readonly BootedServices[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Lends what a path holds: a carved build, an archive, a kernel that carries a module, or the module itself. Throws UsageError for
 * anything else and for a boot of another module, FormatError when it is damaged.
 */
export async function withSubject<T>(
  path: string,
  { boots, signal }: SubjectOptions,
  use: (subject: Subject) => Promise<T>,
): Promise<T> {
  const found = await stat(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  if (!found.isDirectory() && !isPacked(path)) return use(checked(await imageSubject(path, boots), boots))
  if (found.isDirectory() && !(await isFile(join(path, MANIFEST)))) {
    return use(checked(await buildSubject(await openBuild(path), boots), boots))
  }
  return withUnpacked(
    path,
    async directory => use(checked({ ...(await archiveSubject(directory, boots)), path }, boots)),
    signal,
  )
}

/** What another module has shown says nothing of this one. */
function checked(subject: Subject, boots: readonly BootedServices[]): Subject {
  const other = boots.find(({ hmac }) => hmac !== undefined && subject.hmac !== null && hmac !== subject.hmac)
  if (other === undefined) return subject
  throw new UsageError(
    `the boot is of another module: ${other.hmac}, this one has the digest ${subject.hmac}`,
    {
      hint: 'boot this one: kcarve boot BUILD --json > boot.json',
    },
  )
}
