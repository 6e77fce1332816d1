// SPDX-License-Identifier: GPL-2.0-only
import { DIRECTORY } from '../../features/standalone-crypto/names.js'

/** What a security policy says of one part of the kernel. */
export interface Component {
  /** Its directory. */
  readonly directory: string
  /** Without the directory. */
  readonly objects: readonly string[]
  /** `open`: outside, and nothing says why. */
  readonly place: 'in' | 'out' | 'open'
  readonly reason: string
}

/** The parts of a boundary that have a place in it, as `Crossings` and what is read of its JSON have them. */
export interface BoundaryParts {
  readonly objects: readonly { readonly path: string }[]
  readonly symbols: readonly {
    readonly class?: string | null | undefined
    readonly definedIn: string | null
    readonly because?: string | null | undefined
  }[]
  readonly outside: readonly { readonly path: string; readonly because: string | null }[] | null
  readonly copies:
    | readonly {
        readonly object: string
        readonly symbols: readonly string[]
        readonly kind: keyof typeof WHAT_IS_THERE | 'copy' | 'same code' | 'twin' | 'program'
        readonly because: string | null
      }[]
    | null
}

/** Where objects of carved directories go. */
export interface CarvedDirectories {
  readonly directories: readonly {
    readonly path: string
    readonly objects: readonly { readonly name: string; readonly placement: string }[]
  }[]
}

/** The components inside the module, then those outside, each by directory and reason. What is not known is left out. */
export function componentsOf({
  crossings,
  carve,
}: {
  readonly crossings: BoundaryParts | null
  readonly carve: CarvedDirectories | null
}): Component[] {
  if (crossings === null) return []
  return together([
    ...crossings.objects.map(({ path }) =>
      part(path, 'in', path.startsWith(`${DIRECTORY}/`) ? OWN_CODE : BUILT_IN),
    ),
    ...(crossings.outside ?? []).map(({ path, because }) =>
      part(path, because === null ? 'open' : 'out', because ?? OPEN),
    ),
    ...(crossings.copies ?? []).map(copy =>
      part(copy.object, copy.because === null ? 'open' : 'out', copyReason(copy)),
    ),
    ...exceptionObjects(crossings),
    ...modulesOf(carve),
  ])
}

const OWN_CODE = "the module's own code: integrity check, status, descriptor"
const BUILT_IN = 'selected as built in (=y)'
const OPEN = 'belongs into the module'
const OWN_MODULE = 'selected as a module (=m), loaded beside this one'

const copyReason = ({ symbols, kind, because }: NonNullable<BoundaryParts['copies']>[number]): string =>
  `${kind in WHAT_IS_THERE ? WHAT_IS_THERE[kind as keyof typeof WHAT_IS_THERE] : 'second copy of'} ${symbols.join(', ')}${because === null ? '' : `: ${because}`}`

const WHAT_IS_THERE = { 'same name': 'has functions named', 'same table': 'has the tables' } as const

/** Objects that have no place of their own above, and of which the module may use a symbol by name. */
function exceptionObjects({ symbols, outside }: BoundaryParts): Component[] {
  const known = new Set((outside ?? []).map(({ path }) => path))
  return symbols.flatMap(({ class: its, definedIn, because }) =>
    its === 'named exception' && definedIn !== null && !known.has(definedIn)
      ? [part(definedIn, 'out', because ?? '')]
      : [],
  )
}

const modulesOf = (carve: CarvedDirectories | null): Component[] =>
  (carve?.directories ?? []).flatMap(({ path, objects }) =>
    objects
      .filter(({ placement }) => placement === 'module')
      .map(({ name }) => part(`${path}/${name}`, 'out', OWN_MODULE)),
  )

function part(path: string, place: Component['place'], reason: string): Component {
  const at = path.lastIndexOf('/')
  return { directory: path.slice(0, Math.max(0, at)), objects: [path.slice(at + 1)], place, reason }
}

/** One for each directory, place and reason, in that order of places. */
function together(parts: readonly Component[]): Component[] {
  const found = new Map<string, Component>()
  for (const each of parts) {
    const key = [each.directory, each.place, each.reason].join('\0')
    const objects = new Set([...(found.get(key)?.objects ?? []), ...each.objects])
    found.set(key, { ...each, objects: [...objects].sort() })
  }
  const rank = { in: 0, open: 1, out: 2 }
  return [...found.values()].sort(
    (a, b) =>
      rank[a.place] - rank[b.place] || (a.directory < b.directory ? -1 : a.directory > b.directory ? 1 : 0),
  )
}
