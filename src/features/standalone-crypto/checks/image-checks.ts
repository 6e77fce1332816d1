// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Check } from '../../../text/checks.js'
import type { CarvedKernelReport } from '../carried/index.js'

/** Whether the image carries the module that was built, byte for byte. */
export async function imageChecks(
  { embedded }: Pick<CarvedKernelReport, 'embedded'>,
  module: string,
): Promise<Check[]> {
  const name = 'the image carries fips140.ko'
  if (embedded === null) return [{ name, status: 'fail', detail: 'no module was found in it' }]
  const built = createHash('sha256')
    .update(await readFile(module))
    .digest('hex')
  const isSame = embedded.sha256 === built
  return [
    {
      name,
      status: isSame ? 'pass' : 'fail',
      detail: isSame ? `sha256 ${built.slice(0, 16)}…` : `it is ${embedded.sha256}, built was ${built}`,
    },
  ]
}
