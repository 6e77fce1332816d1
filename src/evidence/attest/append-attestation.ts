// SPDX-License-Identifier: GPL-2.0-only
import { appendFile, copyFile, open, realpath, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { takeLock } from '../../core/lock-file.js'
import { writeWhole } from '../../core/write-whole.js'
import type { Envelope } from './envelope.js'

const PATIENCE = 60_000

/**
 * Adds an attestation to a bundle, which it makes if there is none: the whole line or nothing, and no line of another run that adds
 * one is lost. Throws ToolError when another run holds the bundle for a minute.
 */
export async function appendAttestation(bundle: string, envelope: Envelope): Promise<void> {
  // What a link leads to is replaced, not the link.
  const path = await realpath(bundle).catch(() => resolve(bundle))
  const lock = `${path}.lock`
  await takeLock(lock, 'attest', { where: `on ${bundle}`, patienceMs: PATIENCE })
  try {
    await writeWhole(path, async partial => {
      await copyOrMake(path, partial)
      const begin = (await endsInsideLine(partial)) ? '\n' : ''
      await appendFile(partial, `${begin}${JSON.stringify(envelope)}\n`)
    })
  } finally {
    await rm(lock, { force: true })
  }
}

async function copyOrMake(path: string, copy: string): Promise<void> {
  await copyFile(path, copy).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return writeFile(copy, '')
  })
}

/** Whether the last line lacks its line feed, as editors may leave it. */
async function endsInsideLine(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size === 0) return false
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer.toString('latin1') !== '\n'
  } finally {
    await file.close()
  }
}
