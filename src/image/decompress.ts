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

interface Running {
  readonly stdout: AsyncIterable<Uint8Array> | null
  readonly kill: () => boolean
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
  const running = execa(program, args, {
    input: bytes,
    encoding: 'buffer',
    buffer: { stdout: false },
    reject: false,
    stripFinalNewline: false,
  })
  const output = await outputOf(running, RATIO * bytes.length, limit)
  const result = await running
  if (result.code === 'ENOENT') {
    throw new MissingError(
      `${program} is not installed, and the image is compressed with ${compression.name}`,
      {
        hint: `apt-get install ${compression.debianPackage}`,
        cause: result,
      },
    )
  }
  if (output === undefined) {
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
  return output
}

/** Kernels and modules are hardly ever larger than that many times what they are compressed to. */
const RATIO = 8
/** Of what is compressed to next to nothing. */
const LEAST_CAPACITY = 2 ** 12

/** All that it prints; undefined when it is more than the limit, which ends it. Of a kernel the limit is the size. */
async function outputOf(running: Running, expected: number, limit: number): Promise<Uint8Array | undefined> {
  let [bytes, length] = [Buffer.allocUnsafeSlow(Math.min(Math.max(expected, LEAST_CAPACITY), limit)), 0]
  for await (const chunk of running.stdout ?? []) {
    if (length + chunk.length > limit) {
      running.kill()
      return undefined
    }
    while (length + chunk.length > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(2 * bytes.length, limit))
      larger.set(bytes.subarray(0, length))
      bytes = larger
    }
    bytes.set(chunk, length)
    length += chunk.length
  }
  return bytes.subarray(0, length)
}

function damaged(name: string, problem: string, origin: Origin, cause?: unknown): FormatError {
  return new FormatError(`cannot decompress ${name}: ${problem}`, origin, { cause })
}
