// SPDX-License-Identifier: GPL-2.0-only
import type {
  ActionEntry,
  Choice,
  ConfigEntry,
  Exclude,
  MatrixFile,
  ToolchainEntry,
  TreeEntry,
} from './file/schema.js'
import { type Cell, cellKey } from './job.js'

/** One tree of an entry, a revision of which there may be several. */
export interface NamedTree {
  readonly label: string
  readonly entry: Extract<TreeEntry, object>
  readonly revision?: string | undefined
}

type Arch = 'x86_64' | 'arm64'

/** One job of the file, of which nothing has been looked up yet. */
export interface Wanted {
  readonly cell: Cell
  readonly tree: NamedTree
  readonly config: ConfigEntry
  readonly arch: Arch
  readonly toolchain: ToolchainEntry
  readonly action: NamedAction
  /** Where the file says so, for errors. */
  readonly at: WantedPlaces
}

export interface WantedPlaces {
  readonly tree: readonly PropertyKey[]
  readonly config: readonly PropertyKey[]
  readonly toolchain: readonly PropertyKey[]
  readonly do: readonly PropertyKey[]
}

export type NamedAction =
  | { readonly kind: 'start' | 'kunit' }
  | { readonly kind: 'prove'; readonly counts: boolean }
  | { readonly kind: 'boot'; readonly fips: boolean; readonly faults: readonly string[] }
  | { readonly kind: 'reuse'; readonly archive: string; readonly accept: boolean; readonly witness: boolean }

export interface Expanded {
  readonly wanted: readonly Wanted[]
  /** Places of excludes that exclude nothing. */
  readonly idle: readonly number[]
  /** Jobs of the same labels as another one that is not the same. */
  readonly clashes: readonly Wanted[]
}

/**
 * The jobs of a file, each once, in its order: all that its lists allow, without what it excludes, and with what it includes. A kernel that
 * is ready can only be asked about reuse.
 */
export function expand(file: MatrixFile, native: Arch): Expanded {
  const excludes = file.exclude ?? []
  const used = new Set<Exclude>()
  const own = productOf(file, native, []).filter(wanted => {
    const matching = excludes.filter(exclude => isExcluded(wanted, exclude))
    for (const exclude of matching) used.add(exclude)
    return matching.length === 0
  })
  const included = (file.include ?? []).flatMap((choice, index) =>
    productOf(choice, native, ['include', index]),
  )
  const byCell = new Map<string, Wanted>()
  const clashes: Wanted[] = []
  for (const wanted of [...own, ...included]) {
    const there = byCell.get(cellKey(wanted.cell))
    if (there === undefined) byCell.set(cellKey(wanted.cell), wanted)
    else if (meaningOf(there) !== meaningOf(wanted)) clashes.push(wanted)
  }
  return {
    clashes,
    wanted: [...byCell.values()],
    idle: excludes.flatMap((exclude, index) => (used.has(exclude) ? [] : [index])),
  }
}

/** What the labels stand for. */
const meaningOf = ({ tree, config, toolchain, action }: Wanted): string =>
  JSON.stringify([tree, config, toolchain, action])

function productOf(choice: Choice, native: Arch, at: readonly PropertyKey[]): Wanted[] {
  const wanted: Wanted[] = []
  const placed = <T>(items: readonly T[], key: string) =>
    items.map((item, index) => ({ item, at: [...at, key, index] }))
  for (const tree of placed(choice.tree, 'tree').flatMap(({ item, at: where }) =>
    treesOf(item).map(each => ({ item: each, at: where })),
  )) {
    for (const { item, at: doAt } of placed(choice.do, 'do')) {
      const action = actionOf(item)
      const does = { tree: tree.item, action, label: actionLabel(action) }
      if (tree.item.entry.kernel !== undefined) {
        wanted.push(readyKernel(does, native, { ...sameFor(tree.at), do: doAt }))
        continue
      }
      for (const config of placed(choice.config, 'config'))
        for (const arch of choice.arch ?? [native])
          for (const toolchain of placed(choice.toolchain, 'toolchain'))
            wanted.push({
              cell: {
                tree: tree.item.label,
                config: nameOf(config.item),
                arch,
                toolchain: nameOf(toolchain.item),
                do: does.label,
              },
              ...{ tree: tree.item, config: config.item, arch, toolchain: toolchain.item, action },
              at: { tree: tree.at, config: config.at, toolchain: toolchain.at, do: doAt },
            })
    }
  }
  return wanted
}

interface Does {
  readonly tree: NamedTree
  readonly action: NamedAction
  readonly label: string
}

const readyKernel = ({ tree, action, label }: Does, arch: Arch, at: WantedPlaces): Wanted => ({
  cell: { tree: tree.label, config: '', arch: '', toolchain: '', do: label },
  ...{ tree, config: 'small', arch, toolchain: 'gcc', action, at },
})

const sameFor = (at: readonly PropertyKey[]) => ({ tree: at, config: at, toolchain: at })

/** A string is one of Debian's sources, or a path, of which is not known yet what is there. */
function treesOf(entry: TreeEntry): NamedTree[] {
  if (typeof entry === 'string') {
    const debian = /^debian:(.*)$/.exec(entry)?.[1]
    const label = entry.replace(/=.*$/, '')
    return [{ label, entry: debian === undefined ? { directory: entry } : { debian } }]
  }
  const { name, debian, tarball, directory, git, kernel, revisions } = entry
  if (git !== undefined && revisions !== undefined) {
    const own = name ?? lastPart(git).replace(/\.git$/, '')
    return revisions.map(revision => ({ label: `${own}@${revision}`, entry, revision }))
  }
  const label = debian === undefined ? lastPart(tarball ?? directory ?? kernel ?? '') : `debian:${debian}`
  return [{ label: name ?? label.replace(/=.*$/, ''), entry }]
}

const lastPart = (path: string) => path.replace(/\/+$/, '').split('/').at(-1) || path

function actionOf(entry: ActionEntry): NamedAction {
  if (entry === 'prove') return { kind: 'prove', counts: true }
  if (entry === 'boot') return { kind: 'boot', fips: false, faults: [] }
  if (typeof entry === 'string') return { kind: entry }
  if ('prove' in entry) return { kind: 'prove', counts: entry.prove.counts }
  if ('boot' in entry) return { kind: 'boot', fips: entry.boot.fips, faults: entry.boot.fault ?? [] }
  const { reuse } = entry
  if (typeof reuse === 'string') return { kind: 'reuse', archive: reuse, accept: false, witness: true }
  return { kind: 'reuse', ...reuse }
}

/** As the command line has it. */
function actionLabel(action: NamedAction): string {
  switch (action.kind) {
    case 'prove':
      return action.counts ? 'prove' : 'prove --no-counts'
    case 'boot': {
      const fault = action.faults.length === 0 ? [] : [`--fault ${action.faults.join(',')}`]
      return ['boot', ...(action.fips ? ['--fips'] : []), ...fault].join(' ')
    }
    case 'reuse': {
      const words = [...(action.accept ? ['--accept'] : []), ...(action.witness ? [] : ['--no-witness'])]
      return ['reuse', lastPart(action.archive), ...words].join(' ')
    }
    default:
      return action.kind
  }
}

const nameOf = (entry: string | { readonly name: string }): string =>
  typeof entry === 'string' ? lastPart(entry) : entry.name

function isExcluded({ cell, action }: Wanted, exclude: Exclude): boolean {
  const fields = ['tree', 'config', 'arch', 'toolchain', 'do'] as const
  return fields.every(field => {
    const values = exclude[field]
    return (
      values === undefined || values.includes(cell[field]) || (field === 'do' && values.includes(action.kind))
    )
  })
}
