// SPDX-License-Identifier: GPL-2.0-only
import {
  has,
  inFile,
  lacks,
  line,
  lines,
  nothingToDo,
  replace,
  type Step,
  type Variant,
} from '../../edit/index.js'
import { exclusionLines } from './exclusion.js'

const MODFINAL = 'scripts/Makefile.modfinal'
const LINK_EXCEPT = '+$(call if_changed_except,ld_ko_o,vmlinux)'
const LINK = '+$(call if_changed,ld_ko_o)'

export const steps: readonly Step[] = [
  {
    id: 'link-when-vmlinux-changed',
    purpose: 'a newer vmlinux links modules again before it gives them BTF',
    group: 'module link',
    variants: [
      withoutExclusion(
        'cmd',
        'Linux kernel commit 5f9ae91f7c0d ("kbuild: Build kernel module BTFs if BTF is enabled and pahole supports it") (in v5.11)',
      ),
      withoutExclusion(
        'savedcmd',
        'Linux kernel commit 92215e7a801d ("kbuild: rename cmd_$@ to savedcmd_$@ in *.cmd files") (in v6.3)',
      ),
      {
        ...nothingToDo('no-exclusion', has(MODFINAL, line(LINK)), lacks(MODFINAL, line(LINK_EXCEPT))),
        since:
          'Linux kernel commit 7abef41afad0 ("kbuild/btf: Remove broken module relinking exclusion") (in v7.1)',
      },
    ],
  },
]

/** A tree whose .cmd files keep a command under this name. */
function withoutExclusion(saved: 'cmd' | 'savedcmd', since: string): Variant {
  return {
    id: saved,
    since,
    files: [
      inFile(
        MODFINAL,
        replace(
          lines(...exclusionLines(saved)),
          `# BTF of a module extends that of vmlinux. When vmlinux has changed, link the
# module again first: resolve_btfids cannot process its own output.
`,
        ),
        replace(line(LINK_EXCEPT), `\t${LINK}\n`),
      ),
    ],
  }
}
