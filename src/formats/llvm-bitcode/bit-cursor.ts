// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

/** Reads numbers of any count of bits, least significant bit first, as LLVM's bitstream container has them. */
export class BitCursor {
  /** In bits. */
  at: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length * 8
  }

  /** At most 32 bits. Throws FormatError beyond the end. */
  fixed(width: number, field: string): number {
    if (this.at + width > this.#bytes.length * 8) throw this.error('the file ends here', field)
    let value = 0
    for (let read = 0; read < width; ) {
      const [byte, from] = [this.#bytes[this.at >> 3] ?? 0, this.at & 7]
      const taken = Math.min(8 - from, width - read)
      value += ((byte >> from) & ((1 << taken) - 1)) * 2 ** read
      read += taken
      this.at += taken
    }
    return value
  }

  /** A number in chunks of `width` bits, the highest of which says that another one follows. */
  vbr(width: number, field: string): number {
    const more = 2 ** (width - 1)
    let value = 0
    for (let factor = 1; factor <= 2 ** 32; factor *= more) {
      const chunk = this.fixed(width, field)
      value += (chunk % more) * factor
      if (chunk < more) return value
    }
    throw this.error('the number is too large', field)
  }

  toMultipleOf32(): void {
    this.at = Math.ceil(this.at / 32) * 32
  }

  skipBytes(count: number, field: string): Uint8Array {
    const start = this.at / 8
    if (start + count > this.#bytes.length) {
      throw this.error(`${count} bytes do not fit the file's ${this.#bytes.length}`, field)
    }
    this.at += count * 8
    return this.#bytes.subarray(start, start + count)
  }

  error(problem: string, field: string): FormatError {
    return new FormatError(problem, { offset: this.at >> 3, field })
  }
}
