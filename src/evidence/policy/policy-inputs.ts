// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../core/errors.js'
import type { Boundary } from '../../features/standalone-crypto/boundary/index.js'
import { DIRECTORY } from '../../features/standalone-crypto/names.js'
import type { CarvedObject } from '../../features/standalone-crypto/services/index.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import type { Subject } from '../subject/index.js'
import { callsIn, panicsIn, type SourceCall } from './source-facts.js'
import type { TestedConfiguration } from './tested-configurations.js'

/** All that the tables of a policy are made of. */
export interface PolicyInputs {
  readonly subject: Subject
  readonly boundary: Boundary
  readonly objects: readonly CarvedObject[]
  readonly configurations: readonly TestedConfiguration[]
  /** Files of the sources that could be read, with what matters in them. */
  readonly sources: readonly SourceEvidence[]
  /** Crypto modules beside this one, relative to the build. */
  readonly modules: readonly string[]
  readonly tools: {
    readonly compiler: string | null
    readonly assembler: string | null
    readonly linker: string | null
  }
}

export interface SourceEvidence {
  readonly path: string
  readonly zeroizes: readonly SourceCall[]
  readonly panics: readonly string[]
  /** Whether it is the loader's, which is part of vmlinux. */
  readonly isLoader: boolean
}

/** What overwrites memory that held something secret. */
export const ZEROIZERS = ['memzero_explicit', 'kfree_sensitive', 'kvfree_sensitive', 'kzfree']

const LOADER = ['loader.c'].map(name => `${DIRECTORY}/${name}`)

/** Throws UsageError for what is no build: images and archives do not tell where the boundary is. */
export async function policyInputs(
  subject: Subject,
  configurations: readonly TestedConfiguration[],
): Promise<PolicyInputs> {
  const { boundary, objects, path } = subject
  if (boundary === null || objects === null) {
    throw new UsageError(`${path} is no build: only a build knows what is inside the boundary, and why`, {
      hint: 'kcarve policy BUILD -o DIR; of an image or an archive, kcarve cbom tells what is known',
    })
  }
  const config = readDotConfig(await readFile(join(path, '.config'), 'utf8'))
  const order = await readFile(join(path, 'modules.order'), 'utf8').catch(() => '')
  return {
    ...{ subject, boundary, objects, configurations },
    sources: await sourceEvidence(subject, objects),
    modules: order
      .split('\n')
      .filter(
        line =>
          !line.startsWith(`${DIRECTORY}/`) &&
          /^(?:crypto|lib\/crypto|arch\/[^/]+\/(?:lib\/)?crypto)\//.test(line),
      ),
    tools: {
      compiler: config.get('CC_VERSION_TEXT')?.value ?? null,
      assembler: config.get('AS_VERSION')?.value ?? null,
      linker: config.get('LD_VERSION')?.value ?? null,
    },
  }
}

async function sourceEvidence(
  { readSource }: Subject,
  objects: readonly CarvedObject[],
): Promise<SourceEvidence[]> {
  const found: SourceEvidence[] = []
  const own = objects.flatMap(({ source }) => (source?.endsWith('.c') === true ? [source] : []))
  for (const path of [...new Set([...own, ...LOADER])].sort()) {
    const text = await readSource(path)
    if (text === undefined) continue
    const isLoader = LOADER.includes(path)
    found.push({ path, zeroizes: callsIn(text, ZEROIZERS), panics: panicsIn(text), isLoader })
  }
  return found
}
