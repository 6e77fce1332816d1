// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { type Line, linesOf } from '../lines/index.js'

/** One algorithm as crypto/proc.c prints it. */
export interface CryptoAlgorithm {
  readonly name: string
  readonly driver: string
  /** `kernel` for what is built into vmlinux. */
  readonly module: string
  readonly priority: number
  readonly refcnt: number
  /** `passed` or `unknown`. */
  readonly selftest: string
  readonly internal: boolean
  /** Whether it may be used in FIPS mode; only printed with fips=1. */
  readonly fips: boolean | undefined
  readonly type: string
  /** The fields of the type, such as blocksize and `min keysize`, as printed. */
  readonly other: Readonly<Record<string, string>>
}

const COMMON = ['name', 'driver', 'module', 'priority', 'refcnt', 'selftest', 'internal', 'fips', 'type']

/** Reads /proc/crypto, in its order; throws FormatError, whose offset is in characters, for other text. */
export function readProcCrypto(text: string): readonly CryptoAlgorithm[] {
  const algorithms: CryptoAlgorithm[] = []
  let fields = new Map<string, Line>()
  const end = () => {
    if (fields.size > 0) algorithms.push(algorithmOf(fields))
    fields = new Map()
  }
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') end()
    else addField(fields, line)
  }
  end()
  return algorithms
}

function addField(fields: Map<string, Line>, { text, offset }: Line): void {
  const colon = text.indexOf(':')
  const key = text.slice(0, Math.max(colon, 0)).trim()
  if (key === '' || fields.has(key)) {
    const problem = key === '' ? 'not a line like "name : value"' : 'a second time in one entry'
    throw new FormatError(problem, { offset, field: key === '' ? 'field' : key })
  }
  fields.set(key, { text: text.slice(colon + 1).trim(), offset })
}

function algorithmOf(fields: ReadonlyMap<string, Line>): CryptoAlgorithm {
  const start = fields.values().next().value?.offset ?? 0
  const text = (field: string) => {
    const line = fields.get(field)
    if (line === undefined) throw new FormatError('missing in the entry', { offset: start, field })
    return line.text
  }
  const number = (field: string) => {
    if (!/^-?\d{1,10}$/.test(text(field))) {
      throw new FormatError(`${JSON.stringify(text(field).slice(0, 40))} is not a number`, {
        offset: fields.get(field)?.offset ?? start,
        field,
      })
    }
    return Number(text(field))
  }
  return {
    name: text('name'),
    driver: text('driver'),
    module: text('module'),
    priority: number('priority'),
    refcnt: number('refcnt'),
    selftest: text('selftest'),
    internal: text('internal') === 'yes',
    fips: fields.has('fips') ? text('fips') === 'yes' : undefined,
    type: text('type'),
    other: Object.fromEntries(
      [...fields].filter(([key]) => !COMMON.includes(key)).map(([key, line]) => [key, line.text]),
    ),
  }
}
