// SPDX-License-Identifier: GPL-2.0-only

/**
 * Sizes of the keys in the test vectors of an algorithm, in bits, by the name that crypto/testmgr.c has; without the salt that some
 * modes have after the key. `vectors` is crypto/testmgr.h. Keys whose size is no number there are left out.
 */
export function testedKeyBits(testmgr: string, vectors: string): ReadonlyMap<string, readonly number[]> {
  const byTable = new Map<string, ReadonlySet<number>>()
  for (const table of vectors.split(/^static const struct /m)) {
    const name = /^\w+ (\w+)\[\]/.exec(table)?.[1]
    if (name === undefined) continue
    byTable.set(name, new Set(Array.from(table.matchAll(KEY_SIZE), ([, size]) => Number(size) * 8)))
  }
  const found = new Map<string, readonly number[]>()
  for (const entry of testmgr.split(/^\t(?=\{|\}, \{)/m)) {
    const name = /^\t\t\.alg = "([^"\n]+)"/m.exec(entry)?.[1]
    if (name === undefined) continue
    const salt = saltBits(name)
    const sizes = Array.from(entry.matchAll(/__VECS\((\w+)\)/g)).flatMap(([, table = '']) => [
      ...(byTable.get(table) ?? []),
    ])
    const bits = [...new Set(sizes.map(size => size - salt))].filter(size => size > 0)
    if (bits.length > 0)
      found.set(
        name,
        bits.sort((one, other) => one - other),
      )
  }
  return found
}

const KEY_SIZE = /^\s*\.klen\s*=\s*(\d+)\s*,?\s*$/gm

/** Bits that an algorithm takes after the key in the same array: a salt (RFCs of these names), or the key of a tweak. */
export const saltBits = (name: string): number => SALTS[/^_*(\w+)\(/.exec(name)?.[1] ?? ''] ?? 0

const SALTS: Readonly<Record<string, number>> = {
  rfc3686: 32,
  rfc4106: 32,
  rfc4543: 32,
  rfc4309: 24,
  rfc7539esp: 32,
  lrw: 128,
}
