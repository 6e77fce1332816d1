// SPDX-License-Identifier: GPL-2.0-only
import { row } from '../lib/row.mjs'

export const title = 'Operations: throughput'
export const method =
  'guest instructions of one operation, under -icount: wall time under TCG says nothing of a processor. In the kernel the mean of 10 with interrupts off, by a module; AF_ALG the least of 50 sendmsg() and read() of a program. 16 bytes of associated data with AES-GCM'

const NAMES = {
  'gcm(aes)': 'AES-256-GCM',
  'xts(aes)': 'AES-256-XTS',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  'hmac(sha256)': 'HMAC-SHA-256',
}
const LENGTHS = { 16: '16 B', 1024: '1 KiB', 16384: '16 KiB' }

export async function measureSection({ guests }) {
  const { stock, carved } = await guests()
  const rows = []
  for (const [way, place] of [
    ['operations', 'in the kernel'],
    ['afAlg', 'AF_ALG'],
  ]) {
    for (const [key, value] of carved[way]) {
      const [, name, length] = /^(.+) (\d+)$/.exec(key)
      const figures = { stock: stock[way].get(key), carved: value }
      rows.push(row(`${NAMES[name]}, ${LENGTHS[length]}, ${place}`, 'instructions', figures))
    }
  }
  return rows
}
