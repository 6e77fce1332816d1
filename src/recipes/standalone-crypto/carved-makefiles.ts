// SPDX-License-Identifier: GPL-2.0-only
import { append, mapLines, type Step } from '../../edit/index.js'
import { type CarvedDirectory, carvedDirectories } from './directories.js'

/** Turns the `obj-$(CONFIG_X)` lines of the carved directories into `crypto-objs-$(CONFIG_X)`. */
export const carvedMakefiles: readonly Step[] = carvedDirectories.map(directory => ({
  path: `${directory.path}/Makefile`,
  purpose: `built-in objects of ${directory.path} go into fips140.ko`,
  group: 'carved directories',
  ...(directory.optional ? { optional: true } : {}),
  edits: [
    mapLines('obj-$(CONFIG_X) becomes crypto-objs-$(CONFIG_X)', (line, { startsAssignment }) =>
      startsAssignment ? carveAssignment(line) : line,
    ),
    ...stayingRules(directory).map(append),
  ],
}))

/** Assignments to anything but obj-$(CONFIG_…), composite objects and flags among them, stay as they are. */
export const carveAssignment = (line: string): string =>
  line.replace(/^(\s*)obj-(\$\(CONFIG_\w+\))/, '$1crypto-objs-$2')

function stayingRules({ stays }: CarvedDirectory): string[] {
  return stays.map(({ objects, reason }) =>
    ['', ...reason.map(text => `# ${text}`), `crypto-objs-vmlinux += ${objects.join(' ')}`, ''].join('\n'),
  )
}
