// SPDX-License-Identifier: GPL-2.0-only
import { wrapWords } from '../../../core/wrap-words.js'
import { append, type Edit, inFile, lacks, mapLines, nothingToDo, type Step } from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'

/** Turns the `obj-$(CONFIG_X)` lines of the carved directories into `crypto-objs-$(CONFIG_X)`. */
export const carvedMakefiles = (directories: readonly CarvedDirectory[]): Step[] =>
  directories
    .filter(({ leftOut }) => leftOut === undefined)
    .map(directory => ({
      id: `carve-${directory.path.replaceAll('/', '-')}`,
      purpose: `built-in objects of ${directory.path} go into fips140.ko`,
      group: 'carved directories',
      variants: [
        { id: 'present', files: [inFile(makefileOf(directory), ...carvingEdits(directory))] },
        ...(directory.optional ? [nothingToDo('not-in-this-tree', lacks(makefileOf(directory)))] : []),
      ],
    }))

const makefileOf = ({ path }: CarvedDirectory) => `${path}/Makefile`

const carvingEdits = (directory: CarvedDirectory): Edit[] => [
  mapLines('obj-$(CONFIG_X) becomes crypto-objs-$(CONFIG_X)', (line, { startsAssignment }) =>
    startsAssignment ? carveAssignment(line) : line,
  ),
  ...stayingRules(directory).map(append),
]

/** @internal Assignments to anything but obj-$(CONFIG_…), composite objects and flags among them, stay as they are. */
export const carveAssignment = (line: string): string =>
  line.replace(/^(\s*)obj-(\$\(CONFIG_\w+\))/, '$1crypto-objs-$2')

function stayingRules({ stays }: CarvedDirectory): string[] {
  return stays.map(({ objects, reason }) => {
    const comment = reason.flatMap(text => wrapWords(text.split(' '), 78)).map(text => `# ${text}`)
    const words = wrapWords(objects, 54)
    const assignment = `crypto-objs-vmlinux += ${words.join(' \\\n\t')}`
    return ['', ...comment, assignment, ''].join('\n')
  })
}
