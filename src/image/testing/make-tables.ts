// SPDX-License-Identifier: GPL-2.0-only

export interface TableSymbol {
  readonly name: string
  readonly crc: number
  /** Null as assembler exports it in older kernels; empty for none. */
  readonly namespace: string | null
}

/** The export tables as they stand in the memory of a kernel: both sorted tables, their CRCs, and the strings. */
export function makeTables(
  tables: readonly (readonly TableSymbol[])[],
  { withCrcs = true, gap = 0 } = {},
): Buffer {
  const sorted = tables.flatMap(symbols => [...symbols].sort((a, b) => (a.name < b.name ? -1 : 1)))
  const crcs = withCrcs ? sorted.map(({ crc }) => crc) : []
  const texts = [...new Set(sorted.flatMap(({ name, namespace }) => [name, namespace ?? name]))]
  const start = sorted.length * 12 + crcs.length * 4 + gap
  const places = new Map<string, number>()
  let end = start
  for (const text of texts) {
    places.set(text, end)
    end += text.length + 1
  }
  const bytes = Buffer.alloc(end)
  for (const [text, place] of places) bytes.write(text, place, 'latin1')
  sorted.forEach(({ name, namespace }, index) => {
    const at = index * 12
    bytes.writeInt32LE(-4096, at)
    bytes.writeInt32LE((places.get(name) ?? 0) - at - 4, at + 4)
    bytes.writeInt32LE(namespace === null ? 0 : (places.get(namespace) ?? 0) - at - 8, at + 8)
  })
  for (const [index, crc] of crcs.entries()) bytes.writeUInt32LE(crc, sorted.length * 12 + index * 4)
  return bytes
}
