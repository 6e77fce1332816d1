// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { FAMILIES, type Family, PACKAGE_NAMES } from './package-names.js'

/**
 * A hint with its `apt-get install …` as the machine's distribution has it, by os-release(5). Packages that we have no name
 * for there keep Debian's, and the hint says so. On Debian and its like it stays as it is.
 */
export function installHint(hint: string, osRelease: string = ownOsRelease()): string {
  const words = wordsOf(osRelease)
  if (DEBIAN.some(id => words.includes(id))) return hint
  const family = familyOf(words)
  return hint.replace(
    /(?<!Debian: )apt-get install ((?:[a-z\d][\w.+-]*(?: |$|(?=[,;)])))+)/g,
    (_, names: string) => {
      const asked = names.trim().split(' ')
      const known = asked.flatMap(name => nameIn(family, name)?.split(' ') ?? [])
      const unknown = asked.filter(name => nameIn(family, name) === undefined)
      const command =
        family === undefined || known.length === 0
          ? []
          : [`${FAMILIES[family].install} ${[...new Set(known)].join(' ')}`]
      const rest = unknown.length === 0 ? [] : [`install what Debian calls ${unknown.join(' ')}`]
      return [...command, ...rest].join('; ') + (names.endsWith(' ') ? ' ' : '')
    },
  )
}

/** Versions of LLVM are packages of their own on Debian; elsewhere there is one. */
const nameIn = (family: Family | undefined, name: string): string | undefined =>
  family && (PACKAGE_NAMES[name] ?? PACKAGE_NAMES[name.replace(/^(clang|lld|llvm)-\d+$/, '$1')])?.[family]

const DEBIAN = ['debian', 'ubuntu']

/** The words in ID and ID_LIKE. */
const wordsOf = (osRelease: string): string[] =>
  ['ID', 'ID_LIKE'].flatMap(
    key => new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(osRelease)?.[1]?.split(/[\s-]+/) ?? [],
  )

function familyOf(words: readonly string[]): Family | undefined {
  const families = Object.keys(FAMILIES) as Family[]
  return families.find(family => (FAMILIES[family].ids as readonly string[]).some(id => words.includes(id)))
}

function ownOsRelease(): string {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // The other one, or none.
    }
  }
  return ''
}
