// SPDX-License-Identifier: GPL-2.0-only
import type { Export } from '../../../image/index.js'
import { stayingReasons } from '../recipe/index.js'
import { classifyImport } from './classes/classify-import.js'
import { classifyName, type KnownExport } from './classes/classify-name.js'
import { type Classed, countClasses, type ImportClass } from './classes/import-class.js'
import { type BoundaryPlaces, vmlinuxSide } from './vmlinux-side.js'

/** What is known of the kernel that a module imports from. */
export interface KnownKernel {
  /** Its build, whose objects say where a symbol is defined. */
  readonly build?: BoundaryPlaces | undefined
  /** Without a build, what it exports. */
  readonly exports?: ReadonlyMap<string, KnownExport> | undefined
}

/** What vmlinux exports. */
export const exportsByName = (list: readonly Export[]): ReadonlyMap<string, KnownExport> =>
  new Map(list.map(({ name, namespace }) => [name, { namespace, provider: 'vmlinux' }]))

/** The imports of a module by class, plain data for JSON. */
export interface ClassedImports {
  /**
   * What tells the classes. `objects` of a build tell all. `names`, with the namespaces of exports where these are known, tell
   * cryptography by itself: all else is not classed.
   */
  readonly knownBy: 'objects' | 'names'
  /** How many imports are of each class. */
  readonly classes: Readonly<Record<ImportClass, number>>
  /** Those that are cryptography: none when the boundary is closed. */
  readonly cryptography: readonly ToldImport[]
  readonly exceptions: readonly ToldImport[]
  readonly notClassed: readonly ToldImport[]
}

export interface ToldImport {
  readonly name: string
  /** The object, or what else tells the class. */
  readonly because: string
}

/** Throws UsageError when the build is not complete. */
export async function classImports(
  names: readonly string[],
  { build, exports }: KnownKernel,
): Promise<ClassedImports> {
  if (build === undefined) {
    return told(
      'names',
      names.map(name => ({ name, ...classifyName(name, exports?.get(name)) })),
    )
  }
  const { placeOf } = await vmlinuxSide(build, { imports: new Set(names), uses: new Set() })
  const stays = await stayingReasons(build.srctree)
  return told(
    'objects',
    names.map(name => {
      const place = placeOf(name)
      const classed = classifyImport(place, stays)
      return { name, ...classed, because: classed.because ?? place.definedIn }
    }),
  )
}

function told(
  knownBy: ClassedImports['knownBy'],
  imports: readonly ({ readonly name: string } & Classed)[],
): ClassedImports {
  const of = (asked: ImportClass) =>
    imports
      .filter(each => each.class === asked)
      .map(({ name, because }) => ({ name, because: because ?? '' }))
  return {
    knownBy,
    classes: countClasses({ imports }),
    cryptography: of('cryptography'),
    exceptions: of('named exception'),
    notClassed: knownBy === 'objects' ? of('not classed') : [],
  }
}
