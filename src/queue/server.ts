// SPDX-License-Identifier: GPL-2.0-only
import { Redis } from 'ioredis'
import { ToolError, UsageError } from '../core/errors.js'

/** A Valkey or Redis server. */
export interface QueueServer {
  readonly url: string
  /** For people, without a password. */
  readonly name: string
}

/** What keys of ours begin with. */
export const PREFIX = 'kcarve'

/** Reads `redis://[USER:PASSWORD@]HOST[:PORT][/NUMBER]`, or `rediss://` for TLS. Throws UsageError for anything else. */
export function queueServer(text: string): QueueServer {
  let url: URL
  try {
    url = new URL(text)
  } catch (cause) {
    throw new UsageError('--queue is not a URL such as redis://HOST', { cause })
  }
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^\/?\d*$/.test(url.pathname))
    throw new UsageError('--queue is not a URL such as redis://HOST, or rediss://USER:PASSWORD@HOST with TLS')
  return { url: text, name: `${url.protocol}//${url.host}` }
}

export interface ConnectOptions {
  /** Called with a line when the server is out of reach, and when it is back. */
  readonly onTrouble: (line: string) => void
}

/** A connection that keeps trying: an interruption is told once, and its end. */
export function connect({ url, name }: QueueServer, { onTrouble }: ConnectOptions): Redis {
  const connection = new Redis(url, {
    // Blocking commands wait as long as it takes, as BullMQ requires.
    maxRetriesPerRequest: null,
    connectTimeout: 5000,
    retryStrategy: times => Math.min(5000, 200 * 2 ** times),
    // A peer that is gone without a word: a partition.
    keepAlive: 5000,
  })
  let isLost = false
  connection.on('error', error => {
    if (!isLost) onTrouble(`the queue at ${name} is out of reach: ${reasonOf(error)}; trying again`)
    isLost = true
  })
  connection.on('close', () => {
    if (!isLost) onTrouble(`the queue at ${name} has closed the connection; trying again`)
    isLost = true
  })
  connection.on('ready', () => {
    if (isLost) onTrouble(`the queue at ${name} is back`)
    isLost = false
  })
  return connection
}

/** Throws ToolError, one line, unless the server answers now. */
export async function checkServer({ url, name }: QueueServer): Promise<void> {
  const connection = new Redis(url, {
    ...{ lazyConnect: true, connectTimeout: 5000, maxRetriesPerRequest: 0, retryStrategy: () => null },
  })
  let last: Error | undefined
  connection.on('error', error => {
    last = error
  })
  try {
    await connection.connect()
    await connection.ping()
  } catch (error) {
    const cause = last ?? (error as Error)
    throw new ToolError(`the queue at ${name} cannot be used: ${reasonOf(cause)}`, {
      cause,
      hint: hintFor(cause),
    })
  } finally {
    connection.disconnect()
  }
}

/** What a server or the network says, in a few words. */
export function reasonOf(error: Error): string {
  const { code, errors } = error as NodeJS.ErrnoException & { errors?: Error[] }
  // Several addresses of one name were tried.
  const [first] = errors ?? []
  if (first !== undefined) return reasonOf(first)
  return error.message.split('\n')[0] || code || 'it does not answer'
}

function hintFor({ message }: Error): string | undefined {
  if (/^(?:NOAUTH|WRONGPASS|ERR.*password)/i.test(message))
    return 'name user and password: redis://USER:PASSWORD@HOST, or in the variable KCARVE_QUEUE'
  // It says so and closes; what is noticed first is a matter of time.
  if (/^DENIED|EPIPE|ECONNRESET|Connection is closed/.test(message))
    return 'a server without a password answers on its own machine only; one with TLS wants rediss://'
  return /certificate|self-signed|self signed/i.test(message)
    ? 'NODE_EXTRA_CA_CERTS=FILE names the authority that signed it'
    : undefined
}

/** Whether a server has refused to keep more. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && /\bOOM command not allowed|MISCONF/.test(error.message)
