// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { MissingError } from '../../src/core/errors.js'
import { findProgram } from '../../src/core/find-program.js'
import { fetchNewest } from '../../src/debian/fetch-newest.js'

/**
 * Puts cosign on the PATH, a verifier of in-toto attestations that is not ours, from Debian if the machine has none. Where no mirror
 * has it either, commands that call it fail.
 */
export async function offerCosign(cacheHome: string): Promise<void> {
  if ((await findProgram('cosign')) !== undefined) return
  try {
    const { directory } = await fetchNewest('cosign', { cacheDir: join(cacheHome, 'kcarve') })
    process.env.PATH += `:${join(directory, 'usr/bin')}`
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
  }
}
