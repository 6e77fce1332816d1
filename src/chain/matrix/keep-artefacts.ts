// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isFile } from '../../core/exists.js'
import { writeWhole } from '../../core/write-whole.js'
import { bucketNamed, type Job } from '../../matrix/index.js'
import type { KeptResult } from '../../report-page/index.js'
import { type Artefact, putIntoBucket } from './bucket.js'

export interface KeepOptions {
  readonly id: string
  /** Where the job has its logs, results and the page. */
  readonly directory: string
  /** What it was answered by; undefined when nothing was made. */
  readonly result: KeptResult | undefined
  readonly signal: AbortSignal
}

/**
 * Copies what the matrix says to keep to where it says, below the job's identity: into a directory whole or not at all, into a bucket each
 * file whole or not at all. Throws ToolError if it cannot.
 */
export async function keepArtefacts({ artefacts = '', keep }: Job, options: KeepOptions): Promise<void> {
  const { id, signal } = options
  const files = await artefactsOf(keep, options)
  const bucket = bucketNamed(artefacts)
  if (bucket !== undefined) return putIntoBucket(bucket, id, files, signal)
  const place = join(artefacts, id)
  await rm(place, { recursive: true, force: true })
  await writeWhole(place, async partial => {
    await mkdir(partial)
    for (const { path, name } of files) {
      await mkdir(dirname(join(partial, name)), { recursive: true })
      await cp(path, join(partial, name))
    }
  })
}

async function artefactsOf(keep: Job['keep'], { directory, result }: KeepOptions): Promise<Artefact[]> {
  const found: Artefact[] = []
  if (keep.includes('logs')) {
    for (const name of await readdir(directory, { recursive: true })) {
      const path = join(directory, name)
      if (await isFile(path)) found.push({ path, name: join('logs', name) })
    }
  }
  const made = result === undefined ? {} : madeBy(result)
  for (const name of ['module', 'image'] as const) {
    const path = made[name]
    if (keep.includes(name) && path !== undefined && (await isFile(path)))
      found.push({ path, name: basename(path) })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Made {
  readonly module?: string | undefined
  readonly image?: string | undefined
}

function madeBy(result: KeptResult): Made {
  if (result.schema === 'kcarve/prove/2') return result.builds?.carved ?? {}
  if (result.schema !== 'kcarve/start/2') return {}
  const place = (name: string) => result.places.find(each => each.name === name)?.path
  return { module: place('module'), image: place('image') }
}
