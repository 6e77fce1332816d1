// SPDX-License-Identifier: GPL-2.0-only
import type { Step } from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'

/** The lists of directories in the payload's makefiles. */
export function directoryLists(directories: readonly CarvedDirectory[]): Step {
  const archives = linkOrder(rootsOf(directories)).map(({ path, option }) =>
    option === undefined ? path : `$(if $(CONFIG_${option}),${path})`,
  )
  return {
    id: 'directory-lists',
    purpose: 'the makefiles know the carved directories',
    group: 'build rule',
    variants: [
      {
        id: 'any-tree',
        files: [],
        fills: {
          ROOTS: paths(rootsOf(directories)).join(' '),
          PLACES: placesOf(directories).join(' '),
          ARCHIVES: `\t${archives.join(' \\\n\t')})`,
        },
      },
    ],
  }
}

/** What the top Kbuild descends into to get to the directories. The library of an architecture is no part of it there. */
export const descents = (directories: readonly CarvedDirectory[]): string[] => [
  ...new Set(
    paths(rootsOf(directories)).map(path => path.replace(/^(arch\/[^/]+(?:\/lib(?=\/))?|[^/]+).*$/, '$1')),
  ),
]

/** As makefiles name them, whatever the architecture: SRCARCH, as ARCH=x86_64 has no directory of its own. */
const makefileName = ({ path }: CarvedDirectory) => path.replace(/^arch\/\w+\//, 'arch/$(SRCARCH)/')

const paths = (directories: readonly CarvedDirectory[]) => directories.map(({ path }) => path)

/** Those that collect what is below them; those of all architectures are one. */
function rootsOf(directories: readonly CarvedDirectory[]): CarvedDirectory[] {
  const all = directories.map(directory => ({ ...directory, path: makefileName(directory) }))
  return all.filter(
    ({ path }, i) =>
      all.findIndex(other => other.path === path) === i &&
      !all.some(other => path.startsWith(`${other.path}/`)),
  )
}

/** Where directories of the module may be: its roots, and what is below them. */
const placesOf = (directories: readonly CarvedDirectory[]): string[] =>
  paths(rootsOf(directories)).flatMap(root =>
    directories.some(directory => makefileName(directory).startsWith(`${root}/`))
      ? [root, `${root}/*`]
      : [root],
  )

/** kbuild links the directories of an architecture before all others, but for its library, which comes after them. */
const linkOrder = (roots: readonly CarvedDirectory[]): CarvedDirectory[] => {
  const rank = ({ path }: CarvedDirectory) =>
    path.startsWith('arch/$(SRCARCH)/lib/') ? 2 : path.startsWith('arch/') ? 0 : 1
  return [...roots].sort((a, b) => rank(a) - rank(b))
}
