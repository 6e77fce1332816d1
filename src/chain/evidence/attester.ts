// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../../core/errors.js'
import { isDirectory } from '../../core/exists.js'
import {
  appendAttestation,
  readBundle,
  readSigningKey,
  type Statement,
  sealed,
} from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import { BUNDLE_SUFFIX } from './may-be-bundle.js'

export interface AttestOptions {
  /** The bundle. */
  readonly attest?: string | undefined
  /** A private key in PEM. */
  readonly attestKey?: string | undefined
}

/** Where a run puts what it attests. */
export interface Attester {
  /** When the run began, as RFC 3339. */
  readonly startedOn: string
  /** Signs a statement and adds it to the bundle. */
  readonly attest: (statement: Statement) => Promise<void>
}

/**
 * Opens what a run is to attest into, before it does anything else; undefined if it is to attest nothing. `onAttested` is told where
 * a statement went, and whether it is signed. Throws UsageError for a
 * key that cannot sign, and for a file that is no bundle or a damaged one: nothing is ever added to that.
 */
export async function openAttester(
  { attest: path, attestKey }: AttestOptions,
  onAttested: (line: string) => void,
): Promise<Attester | undefined> {
  if (path === undefined) {
    if (attestKey === undefined) return undefined
    throw new UsageError('--attest-key signs what --attest FILE writes; name the file')
  }
  const key = attestKey === undefined ? undefined : await readSigningKey(attestKey)
  await mustTake(path)
  return {
    startedOn: evidenceTime(),
    attest: async statement => {
      await appendAttestation(path, sealed(statement, key))
      onAttested(
        key === undefined
          ? `attested in ${path}, NOT SIGNED (--attest-key signs)`
          : `attested in ${path}, signed by ${key.keyid.slice(0, 16)}`,
      )
    },
  }
}

async function mustTake(path: string): Promise<void> {
  if (!path.endsWith(BUNDLE_SUFFIX)) {
    throw new UsageError(`${path}: a bundle of attestations is named NAME.intoto.jsonl`)
  }
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) {
    if (!(await isDirectory(dirname(path)))) throw new UsageError(`${dirname(path)} is not a directory`)
    return
  }
  if (found.isFile() && found.size === 0) return
  const { problems } = await readBundle(path)
  const damage = problems.find(({ kind }) => kind === 'damaged')
  if (damage === undefined) return
  throw new UsageError(`${path}:${damage.line}: ${damage.text}`, {
    hint: 'nothing is added to what is no bundle, or a damaged one; name another file',
  })
}
