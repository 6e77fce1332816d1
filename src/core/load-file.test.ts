// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { loadFile } from './load-file.js'

const base = scratch()

test('a FIFO, a device and a socket are refused at once, whoever writes to them', async () => {
  const fifo = join(base, 'fifo')
  execFileSync('mkfifo', [fifo])
  await expect(loadFile(fifo)).rejects.toThrow(`${fifo} is a FIFO, not a regular file`)
  await expect(loadFile('/dev/zero')).rejects.toThrow('/dev/zero is a character device, not a regular file')
  const socket = join(base, 'socket')
  const server = createServer().listen(socket)
  await expect(loadFile(socket)).rejects.toThrow(`${socket} is a socket, not a regular file`)
  server.close()
})

test('what is not there and a directory are named', async () => {
  await expect(loadFile(join(base, 'none'))).rejects.toThrow(`${join(base, 'none')}: no such file`)
  await expect(loadFile(base)).rejects.toThrow(`${base}: is a directory`)
})

test('a file that is larger than one of its kind can be is not read', async () => {
  const path = join(base, 'sparse')
  execFileSync('truncate', ['-s', '1T', path])
  await expect(loadFile(path, 1000)).rejects.toThrow(`${path} has 1099511627776 bytes, and at most 1000`)
})
