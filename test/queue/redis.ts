// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'

export interface Redis {
  readonly port: number
  readonly start: () => Promise<void>
  /** Ends it as a machine that shuts down does. */
  readonly stop: () => Promise<void>
}

/** A redis-server on loopback that keeps what it has in an append-only file below the directory. */
export async function redisServer(directory: string, ...options: readonly string[]): Promise<Redis> {
  mkdirSync(directory, { recursive: true })
  const port = await freePort()
  const hasTls = options.includes('--tls-port')
  const words = options.map(word => (word === 'PORT' ? `${port}` : word))
  const args = [
    ...['--port', hasTls ? '0' : `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', 'always', ...words],
  ]
  let child: ChildProcess | undefined
  return {
    port,
    start: async () => {
      const started = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
      child = started
      let output = ''
      await new Promise<void>((resolve, reject) => {
        started.once('error', reject)
        started.once('exit', code => reject(new Error(`redis-server ended with ${code}: ${output}`)))
        started.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text
          if (output.includes('Ready to accept connections')) resolve()
        })
      })
    },
    stop: async () => {
      const running = child
      child = undefined
      if (running === undefined || running.exitCode !== null) return
      running.kill('SIGTERM')
      await once(running, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
