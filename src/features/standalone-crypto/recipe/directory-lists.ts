// SPDX-License-Identifier: GPL-2.0-only
import type { Step } from '../../../edit/index.js'
import { carvedDirectories } from './directories.js'

/** Carved directories as makefiles name them, whatever the architecture: those of all architectures are one. */
const directories = [
  ...new Set(carvedDirectories.map(({ path }) => path.replace(/^arch\/\w+\//, 'arch/$(SRCARCH)/'))),
]

/** Those that collect what is below them. */
const roots = directories.filter(path => !directories.some(other => path.startsWith(`${other}/`)))

/** Where directories of the module may be: its roots, and what is below them. */
const places = roots.flatMap(root =>
  directories.some(path => path.startsWith(`${root}/`)) ? [root, `${root}/*`] : [root],
)

/** kbuild links the directories of an architecture before all others. */
const linkOrder = [...roots].sort((a, b) => Number(b.startsWith('arch/')) - Number(a.startsWith('arch/')))

/** What the top Kbuild descends into to get to the roots. */
export const descents = [...new Set(roots.map(path => path.replace(/^(arch\/[^/]+|[^/]+).*$/, '$1')))]

/** The lists of directories in the payload's makefiles. */
export const directoryLists: Step = {
  id: 'directory-lists',
  purpose: 'the makefiles know the carved directories',
  group: 'build rule',
  variants: [
    {
      id: 'any-tree',
      files: [],
      fills: {
        ROOTS: roots.join(' '),
        PLACES: places.join(' '),
        ARCHIVES: `\t${linkOrder.join(' \\\n\t')})`,
      },
    },
  ],
}
