// SPDX-License-Identifier: GPL-2.0-only
import { wrapWords } from '../../../core/wrap-words.js'
import { append, type Edit, inFile, mapLines, type Step } from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'
import { takeOutOf } from './taken-out.js'

/** Turns the `obj-y` and `obj-$(CONFIG_X)` lines of the carved directories into `crypto-objs-y` and `crypto-objs-$(CONFIG_X)`. */
export const carvedMakefiles = (directories: readonly CarvedDirectory[]): Step[] =>
  directories
    .filter(({ leftOut }) => leftOut === undefined)
    .map(directory => ({
      id: `carve-${directory.path.replaceAll('/', '-')}`,
      purpose: `built-in objects of ${directory.path} go into fips140.ko`,
      group: 'carved directories',
      variants: [
        { id: 'present', files: [inFile(`${directory.path}/Makefile`, ...carvingEdits(directory))] },
      ],
    }))

const carvingEdits = (directory: CarvedDirectory): Edit[] => {
  const takeOut = takeOutOf(directory.takenOut ?? [])
  return [
    mapLines('obj- becomes crypto-objs-', (line, context) => {
      const taken = takeOut(line, context)
      return context.startsAssignment ? carveAssignment(taken) : taken
    }),
    ...stayingRules(directory).map(append),
  ]
}

/**
 * @internal Assignments to anything but obj-y and obj-$(CONFIG_…), composite objects and flags among them, stay as they
 * are. obj-y is carved too, so that what stays of it keeps its place among the others.
 */
export const carveAssignment = (line: string): string =>
  line.replace(/^(\s*)obj-(y\b|\$\(CONFIG_\w+\))/, '$1crypto-objs-$2')

function stayingRules({ stays }: CarvedDirectory): string[] {
  return stays.map(({ objects, reason }) => {
    const comment = reason.flatMap(text => wrapWords(text.split(' '), 78)).map(text => `# ${text}`)
    const words = wrapWords(objects, 54)
    const assignment = `crypto-objs-vmlinux += ${words.join(' \\\n\t')}`
    return ['', ...comment, assignment, ''].join('\n')
  })
}
