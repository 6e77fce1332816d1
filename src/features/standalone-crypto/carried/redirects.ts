// SPDX-License-Identifier: GPL-2.0-only
import { bytesAt, type Elf, symbolNamed, symbols } from '../../../formats/elf/index.js'
import { REDIRECTS } from '../names.js'

export interface Redirect {
  /** The symbol that vmlinux code asks for. */
  readonly name: string
  /** The symbol as it stands in vmlinux: what `ld --wrap` sends calls to, or the variable itself. */
  readonly symbol: string
  readonly address: bigint
  /** Bytes. */
  readonly size: number
}

export interface Redirects {
  readonly functions: readonly Redirect[]
  readonly variables: readonly Redirect[]
}

/**
 * What in vmlinux leads to the module, by name, from the two tables that the loader goes through (struct fips140_func and
 * fips140_var of crypto/fips140/redirect.h); undefined when there are none, or no symbols to find them by.
 */
export function redirectsOf(elf: Elf): Redirects | undefined {
  const functions = tableEntries(elf, REDIRECTS.functions)
  const variables = tableEntries(elf, REDIRECTS.variables)
  if (functions === undefined || variables === undefined) return undefined
  return {
    functions: functions.map(({ name }) => redirect(elf, name, REDIRECTS.wrapPrefix + name)),
    variables: variables.map(({ name }) => redirect(elf, name, name)),
  }
}

function tableEntries(elf: Elf, table: { start: string; end: string; entrySize: number }) {
  const start = symbolNamed(elf, table.start)?.st_value
  const end = symbolNamed(elf, table.end)?.st_value
  if (start === undefined || end === undefined || end < start) return undefined
  const bytes = bytesAt(elf, start, Number(end - start))
  if (bytes === undefined) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: { name: string }[] = []
  for (let at = 0; at + table.entrySize <= bytes.length; at += table.entrySize) {
    entries.push({ name: stringAt(elf, view.getBigUint64(at, true)) })
  }
  return entries
}

/** The C string at an address; empty when nothing is there. */
function stringAt(elf: Elf, address: bigint): string {
  for (let size = 64; size <= 512; size *= 2) {
    const text = Buffer.from(bytesAt(elf, address, size) ?? []).toString('latin1')
    const end = text.indexOf('\0')
    if (end >= 0) return text.slice(0, end)
  }
  return ''
}

function redirect(elf: Elf, name: string, symbol: string): Redirect {
  const found = symbols(elf).length === 0 ? undefined : symbolNamed(elf, symbol)
  return { name, symbol, address: found?.st_value ?? 0n, size: found?.st_size ?? 0 }
}
