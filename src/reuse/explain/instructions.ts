// SPDX-License-Identifier: GPL-2.0-only
import { diffArrays } from 'diff'

/** How the instructions of a function differ between two objects. */
export interface ChangedInstructions {
  readonly function: string
  /** Instructions that are others, more, or fewer. */
  readonly changed: number
  /** Numbers that stand in otherwise equal instructions: offsets and constants. */
  readonly numbers: readonly { readonly from: number; readonly to: number }[]
  /** They differ in nothing but such numbers. */
  readonly onlyNumbers: boolean
}

/** What `objdump -dr --no-show-raw-insn` prints of an object. */
export interface Listing {
  readonly text: string
  /** What is at a place of a section, as placeNames() tells it. */
  readonly nameAt?: ((section: string, offset: number) => string | undefined) | undefined
}

/** Compares the functions of two objects. */
export function changedInstructions(before: Listing, after: Listing): readonly ChangedInstructions[] {
  const [ours, theirs] = [functionsIn(before), functionsIn(after)]
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap(name => {
    const change = compare(ours.get(name) ?? [], theirs.get(name) ?? [])
    return change.changed === 0 ? [] : [{ function: name, ...change }]
  })
}

function compare(ours: readonly string[], theirs: readonly string[]): Omit<ChangedInstructions, 'function'> {
  const numbers: { from: number; to: number }[] = []
  let [changed, onlyNumbers] = [0, true]
  let gone: readonly string[] = []
  const settle = (come: readonly string[]) => {
    changed += Math.max(gone.length, come.length)
    if (gone.length !== come.length) onlyNumbers = false
    else {
      gone.forEach((line, index) => {
        const pairs = numberPairs(line, come[index] ?? '')
        if (pairs === undefined) onlyNumbers = false
        else numbers.push(...pairs)
      })
    }
    gone = []
  }
  for (const { value, added, removed } of differences(ours, theirs)) {
    if (removed) gone = value
    else if (added) settle(value)
    else if (gone.length > 0) settle([])
  }
  if (gone.length > 0) settle([])
  return { changed, numbers, onlyNumbers }
}

/** Functions that have more than this many other instructions have nothing in common that is worth the time to find it. */
const MOST_CHANGES = 4000

function differences(ours: readonly string[], theirs: readonly string[]) {
  const [before, after] = [[...ours], [...theirs]]
  return (
    diffArrays(before, after, { maxEditLength: MOST_CHANGES }) ?? [
      { value: before, added: false, removed: true },
      { value: after, added: true, removed: false },
    ]
  )
}

const NUMBER = /-?0x[0-9a-f]+/g

/** An address without an offset is one with the offset 0. */
const withOffset = (line: string): string => line.replace(/(?<=[\s,*])\((?=%)/g, '0x0(')

/** The numbers that differ; undefined when something else does. */
function numberPairs(mine: string, other: string): { from: number; to: number }[] | undefined {
  const [a, b] = [withOffset(mine), withOffset(other)]
  if (a.replace(NUMBER, '#') !== b.replace(NUMBER, '#')) return undefined
  const [from, to] = [a.match(NUMBER) ?? [], b.match(NUMBER) ?? []]
  return from.flatMap((text, index) =>
    text === to[index]
      ? []
      : [{ from: Number(text.replace('-', '')), to: Number(to[index]?.replace('-', '')) }],
  )
}

/** A relocation against a section: its type, the section, and what is added. */
const IN_SECTION = /^(R_\w+)\s+(\.[\w.]+)(?:([+-])0x([0-9a-f]+))?$/
/** On x86 these are relative to the end of the four bytes that are filled in. */
const RELATIVE = /^R_X86_64_(?:PC32|PLT32)$/

/** An address in the same section, which the assembler has filled in: what is there counts, not how far away. */
const IN_PLACE = /(-?0x(?!0\b)[0-9a-f]+)\(%rip\)(.*?)\s+# [0-9a-f]+ <([^>]*)>/

/** A relocation with what it refers to, wherever the compiler has put that. */
function named(relocation: string, nameAt: Listing['nameAt']): string {
  const [, type = '', section = '', sign, digits = '0'] = IN_SECTION.exec(relocation) ?? []
  const addend = Number.parseInt(digits, 16) * (sign === '-' ? -1 : 1)
  const name = nameAt?.(section, addend + (RELATIVE.test(type) ? 4 : 0))
  return name === undefined ? relocation : `${type} ${name}`
}

/** By name; without addresses, which follow from what stands before, and without padding. */
function functionsIn({ text, nameAt }: Listing): Map<string, string[]> {
  const functions = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of text.split('\n')) {
    const name = /^[0-9a-f]+ <(.+)>:$/.exec(line)?.[1]
    if (name !== undefined) {
      lines = []
      functions.set(name, lines)
      continue
    }
    const instruction = /^\s+[0-9a-f]+:\s+(.*)$/.exec(line)?.[1]
    if (instruction?.startsWith('R_') && lines.length > 0) {
      lines[lines.length - 1] += ` ${named(instruction, nameAt)}`
      continue
    }
    if (instruction === undefined || /\bnop[wl]?\b|^int3|^xchg\s+%ax,%ax/.test(instruction)) continue
    lines.push(
      instruction
        .replace(IN_PLACE, '$3(%rip)$2')
        .replace(/\b[0-9a-f]+ <[^>]*>/, '<>')
        .replace(/\s+/g, ' ')
        .trim(),
    )
  }
  return functions
}
