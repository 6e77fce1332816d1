// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Check, checkOf } from '../../../checks/check.js'
import type { CarvedKernelReport } from '../carried/index.js'

/** Whether the image carries the module that was built, byte for byte. */
export async function imageCheck(
  { embedded }: Pick<CarvedKernelReport, 'embedded'>,
  module: string,
): Promise<Check> {
  const built = createHash('sha256')
    .update(await readFile(module))
    .digest('hex')
  const found =
    embedded === null
      ? { evidence: [], differences: ['it carries no module'] }
      : embedded.sha256 === built
        ? { evidence: [`sha256 ${built.slice(0, 16)}…`], differences: [] }
        : { evidence: [], differences: [`it carries sha256 ${embedded.sha256}, the build made ${built}`] }
  return checkOf('image-carries-module', 'the image carries fips140.ko', found)
}
