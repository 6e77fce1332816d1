// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeWhole } from '../core/write-whole.js'
import { type StoredJob, storedSchema } from './result.js'

// STORE/results/ID.json is what counts; STORE/jobs/ID-… holds logs, results and the page that it names.

/** A new directory for an attempt at a job. */
export async function newJobDirectory(store: string, id: string): Promise<string> {
  await mkdir(join(store, 'jobs'), { recursive: true })
  return mkdtemp(join(store, 'jobs', `${id}-`))
}

/**
 * Keeps the result of a job, whole or not at all, in place of an earlier one. What other attempts have left goes: the caller sees to it that
 * no other one is under way.
 */
export async function keepResult(store: string, stored: StoredJob): Promise<void> {
  const path = join(store, 'results', `${stored.id}.json`)
  await writeWhole(path, partial => writeFile(partial, `${JSON.stringify(stored, null, 2)}\n`))
  for (const name of await readdir(join(store, 'jobs')).catch(() => []))
    if (name.startsWith(`${stored.id}-`) && name !== stored.directory)
      await rm(join(store, 'jobs', name), { recursive: true, force: true })
}

/** Where logs, results and page of a job are. */
export const jobDirectory = (store: string, { directory }: Pick<StoredJob, 'directory'>): string =>
  join(store, 'jobs', basename(directory))

/** The job that was done under that identity; undefined when there is none, or what is there cannot be read. */
export async function storedResult(store: string, id: string): Promise<StoredJob | undefined> {
  try {
    const text = await readFile(join(store, 'results', `${id}.json`), 'utf8')
    const stored = storedSchema.parse(JSON.parse(text))
    return stored.id === id ? stored : undefined
  } catch {
    return undefined
  }
}

/** All that was done, for estimates; what cannot be read is left out. */
export async function storedResults(store: string): Promise<StoredJob[]> {
  const names = await readdir(join(store, 'results')).catch(() => [])
  const ids = names.flatMap(name => (name.endsWith('.json') ? [name.slice(0, -5)] : []))
  const found = await Promise.all(ids.map(id => storedResult(store, id)))
  return found.filter(stored => stored !== undefined)
}
