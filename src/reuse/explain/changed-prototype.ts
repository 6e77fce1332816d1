// SPDX-License-Identifier: GPL-2.0-only

/** What is another in the declaration of a function: its arguments, or what it returns. One line, without its name. */
export function prototypeChange(name: string, mine: string, other: string): string {
  const [ours, theirs] = [partsOf(name, mine), partsOf(name, other)]
  if (ours.args.length !== theirs.args.length) {
    return `takes ${theirs.args.length} arguments, not ${ours.args.length}`
  }
  const at = ours.args.findIndex((arg, index) => arg !== theirs.args[index])
  if (at >= 0) return `takes "${theirs.args[at]}", not "${ours.args[at]}"`
  return theirs.before === ours.before
    ? 'is declared otherwise'
    : `is declared "${theirs.before}", not "${ours.before}"`
}

/** At commas that are in no inner parentheses, as arguments may be functions. */
function partsOf(
  name: string,
  declaration: string,
): { readonly before: string; readonly args: readonly string[] } {
  const open = declaration.indexOf('(', declaration.search(new RegExp(`\\b${name}\\s*\\(`)))
  const args: string[] = ['']
  let depth = 0
  for (const c of declaration.slice(open + 1)) {
    if (c === ')' && depth-- === 0) break
    if (c === '(') depth++
    if (c === ',' && depth === 0) args.push('')
    else args[args.length - 1] += c
  }
  return { before: declaration.slice(0, open).trim(), args: args.map(arg => arg.trim()) }
}
