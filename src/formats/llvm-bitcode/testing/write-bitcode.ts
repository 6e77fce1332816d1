// SPDX-License-Identifier: GPL-2.0-only
import type { BitcodeSymbol } from '../bitcode-symbols.js'

/** A bitcode file with a table of symbols and no code, written as LLVM writes the blocks of these. */
export function writeBitcode(symbols: readonly Partial<BitcodeSymbol>[], version = 3): Uint8Array {
  const strtab = Buffer.from(symbols.map(({ name = '' }) => name).join(''))
  const words: number[] = [version, 0, 0, 0, 0, 0, 0, 68, symbols.length, 0, 0, 0, 0, 0, 0, 0, 0]
  let at = 0
  for (const { name = '', isUndefined = false, isLocal = false, isFunction = false } of symbols) {
    const flags = (isUndefined ? 8 : 0) | (isLocal ? 0 : 1024) | (isFunction ? 8192 : 0)
    words.push(at, Buffer.byteLength(name), 0, 0, -1, flags)
    at += Buffer.byteLength(name)
  }
  const symtab = Buffer.from(Int32Array.from(words).buffer)
  const magic = Buffer.from('BC\xc0\xde', 'latin1')
  return Buffer.concat([magic, block(8, Buffer.alloc(8)), block(25, blob(symtab)), block(23, blob(strtab))])
}

/** ENTER_SUBBLOCK with abbreviation ids of 3 bits. */
function block(id: number, contents: Uint8Array): Buffer {
  const head = new BitWriter()
  head.fixed(1, 2)
  head.vbr(id, 8)
  head.vbr(3, 4)
  head.align()
  head.fixed(contents.length / 4, 32)
  return Buffer.concat([Buffer.from(head.bytes), contents])
}

/** An abbreviation [literal 1, blob], the record, and the end of the block. */
function blob(data: Uint8Array): Buffer {
  const [before, after] = [new BitWriter(), new BitWriter()]
  before.fixed(2, 3)
  before.vbr(2, 5)
  before.fixed(1, 1)
  before.vbr(1, 8)
  before.fixed(0, 1)
  before.fixed(5, 3)
  before.fixed(4, 3)
  before.vbr(data.length, 6)
  before.align()
  after.fixed(0, 3)
  after.align()
  const padding = Buffer.alloc((4 - (data.length % 4)) % 4)
  return Buffer.concat([Buffer.from(before.bytes), data, padding, Buffer.from(after.bytes)])
}

class BitWriter {
  readonly bytes: number[] = []
  #at = 0

  fixed(value: number, width: number): void {
    for (let bit = 0; bit < width; bit++, this.#at++) {
      if (this.#at % 8 === 0) this.bytes.push(0)
      const set = Math.floor(value / 2 ** bit) % 2
      this.bytes[this.#at >> 3] = (this.bytes[this.#at >> 3] ?? 0) | (set << (this.#at % 8))
    }
  }

  vbr(value: number, width: number): void {
    const more = 2 ** (width - 1)
    let rest = value
    for (; rest >= more; rest = Math.floor(rest / more)) this.fixed((rest % more) + more, width)
    this.fixed(rest, width)
  }

  align(): void {
    while (this.#at % 32 !== 0) this.fixed(0, 1)
  }
}
