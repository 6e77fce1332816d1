// SPDX-License-Identifier: GPL-2.0-only

/** Names and values of a body such as `{ A, B = 1 << 3, C }`: a number, or an expression as it stands there. */
export function enumerators(body: string): readonly (readonly [string, string])[] {
  let [base, count] = ['', 0]
  return partsOf(body.replace(/^\s*\{|\}\s*$/g, '')).flatMap(part => {
    const [, name, value] = /^\s*(\w+)[^=]*(?:=(.*))?$/s.exec(part) ?? []
    if (name === undefined) return []
    if (value !== undefined) [base, count] = [value.replace(/\s+/g, ' ').trim(), 0]
    const number = base === '' ? 0 : Number(base)
    const text = Number.isNaN(number) ? base + (count === 0 ? '' : ` + ${count}`) : String(number + count)
    count++
    return [[name, text] as const]
  })
}

/** At commas that are in no parentheses. */
function partsOf(list: string): string[] {
  const parts = ['']
  let depth = 0
  for (const c of list) {
    if (c === '(') depth++
    if (c === ')') depth--
    if (c === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += c
  }
  return parts
}
