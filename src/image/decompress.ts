// SPDX-License-Identifier: GPL-2.0-only
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { execa } from 'execa'
import { FormatError, MissingError } from '../core/errors.js'
import type { Compression } from './compression.js'

/** Where the compressed bytes came from, for errors. */
export interface Origin {
  readonly offset: number
  readonly field: string
}

const gunzipAsync = promisify(gunzip)

/**
 * Decompresses, to at most `limit` bytes. Throws FormatError for damaged data and for more than the limit, and
 * MissingError when the machine has no program for it.
 */
export async function decompress(
  bytes: Uint8Array,
  compression: Compression,
  limit: number,
  origin: Origin,
): Promise<Uint8Array> {
  const { command } = compression
  return command === undefined
    ? byZlib(bytes, limit, origin)
    : byProgram(bytes, compression, command, limit, origin)
}

async function byZlib(bytes: Uint8Array, limit: number, origin: Origin): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: Math.max(limit, 1) })
  } catch (error) {
    const tooLong = error instanceof RangeError
    throw damaged('gzip', tooLong ? `more than ${limit} bytes` : (error as Error).message, origin, error)
  }
}

async function byProgram(
  bytes: Uint8Array,
  compression: Compression,
  [program, ...args]: readonly [string, ...string[]],
  limit: number,
  origin: Origin,
): Promise<Uint8Array> {
  const result = await execa(program, args, {
    input: bytes,
    encoding: 'buffer',
    maxBuffer: limit + 1,
    reject: false,
    stripFinalNewline: false,
  })
  if (result.code === 'ENOENT') {
    throw new MissingError(
      `${program} is not installed, and the image is compressed with ${compression.name}`,
      {
        hint: `apt-get install ${compression.debianPackage}`,
        cause: result,
      },
    )
  }
  if (result.stdout.length > limit || result.isMaxBuffer) {
    throw damaged(compression.name, `more than ${limit} bytes`, origin)
  }
  if (result.failed) {
    const said = Buffer.from(result.stderr).toString('utf8').trim().split('\n').at(-1)
    throw damaged(
      compression.name,
      said === undefined || said === '' ? `${program} failed` : said,
      origin,
      result,
    )
  }
  return result.stdout
}

function damaged(name: string, problem: string, origin: Origin, cause?: unknown): FormatError {
  return new FormatError(
    `cannot decompress ${name}: ${problem}`,
    origin,
    cause === undefined ? {} : { cause },
  )
}
