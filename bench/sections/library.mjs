// SPDX-License-Identifier: GPL-2.0-only
import { atMost, row } from '../lib/row.mjs'

export const title = 'Calls of lib/crypto from vmlinux'
export const method =
  'as above, of 16 bytes, with the key made before but for HMAC; of each function that both kernels call from vmlinux (`--config rich` has callers of all)'

const NAMES = {
  sha256: 'SHA-256, sha256()',
  hmac_sha256_usingrawkey: 'HMAC-SHA-256, hmac_sha256_usingrawkey()',
  aes_encrypt: 'AES-256, one block, aes_encrypt()',
  chacha20poly1305_encrypt: 'ChaCha20-Poly1305, chacha20poly1305_encrypt()',
}

export async function measureSection({ guests }) {
  const { stock, carved } = await guests()
  return Object.entries(NAMES).flatMap(([name, text]) => {
    const figures = [stock, carved].map(({ calls }) => calls.get(`library ${name}`))
    if (figures.includes(undefined)) return []
    const [direct, redirected] = figures
    return [row(text, 'instructions', { stock: direct, carved: redirected }, atMost(direct + 1, 'stock + 1'))]
  })
}
