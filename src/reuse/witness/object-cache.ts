// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CompileJob } from './compile-command.js'
import type { Inputs } from './inputs.js'
import { markUsed } from './kept-files.js'

/**
 * Objects by what made them: the compiler, its arguments, and the contents of what it read then, wherever that is. What it
 * reads is known from an earlier time that the command was run.
 */
export interface ObjectCache {
  readonly find: (job: CompileJob, inputs: Inputs) => Promise<KeptObject | undefined>
  /** `files` is what the compiler says that it read. Gives the key; undefined when it could not be kept. */
  readonly keep: (
    job: CompileJob,
    inputs: Inputs,
    files: readonly string[],
    bytes: Uint8Array,
  ) => Promise<string | undefined>
}

export interface KeptObject {
  readonly bytes: Uint8Array
  /** Stands for all that it was made of. */
  readonly key: string
}

/** What a command has read at some time. */
interface Reading {
  readonly files: readonly string[]
  readonly options: readonly string[]
}

/** A command reads other headers for other kernels, of which a few are asked about at a time. */
const MOST_READINGS = 8

/** `compiler` tells it from any other, with its assembler. */
export function objectCache(directory: string, compiler: string): ObjectCache {
  const keyOf = ({ object, command }: CompileJob) =>
    sha256(JSON.stringify([compiler, object, command.compiler, ...command.args]))
  const readingsAt = (key: string) => join(directory, 'readings', `${key}.json`)
  const objectAt = (key: string) => join(directory, 'objects', `${key}.o`)
  const readingsOf = (key: string): Promise<readonly Reading[]> =>
    readFile(readingsAt(key), 'utf8').then(JSON.parse, () => [])
  return {
    find: async (job, inputs) => {
      const command = keyOf(job)
      for (const { files, options } of await readingsOf(command)) {
        const digest = await inputs.digest(files, options)
        if (digest === undefined) continue
        const key = sha256(command + digest)
        const bytes = await readFile(objectAt(key)).catch(() => undefined)
        if (bytes === undefined) continue
        await markUsed(objectAt(key), readingsAt(command))
        return { bytes, key }
      }
      return undefined
    },
    keep: async (job, inputs, files, bytes) => {
      const command = keyOf(job)
      const reading = { files, options: await inputs.optionsIn(files) }
      const digest = await inputs.digest(reading.files, reading.options)
      if (digest === undefined) return undefined
      const same = JSON.stringify(reading)
      const others = (await readingsOf(command)).filter(each => JSON.stringify(each) !== same)
      const key = sha256(command + digest)
      await replace(objectAt(key), bytes)
      await replace(readingsAt(command), JSON.stringify([reading, ...others].slice(0, MOST_READINGS)))
      return key
    },
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Others may read it at the same time. */
async function replace(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}`
  await writeFile(fresh, contents)
  await rename(fresh, path)
}
