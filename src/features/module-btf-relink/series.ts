// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from '../feature.js'

export const series: Series = {
  prefix: 'kbuild: ',
  title: 'link modules again when vmlinux has changed',
  paragraphs: [
    'With CONFIG_DEBUG_INFO_BTF_MODULES, the BTF of a module continues the types of vmlinux, so every .ko depends on vmlinux. When only vmlinux has changed, scripts/Makefile.modfinal does not link the module again. It runs pahole and resolve_btfids on the .ko that they wrote the last time.',
    'resolve_btfids cannot be run on its own output. It sorts the IDs of a BTF_SET8 together with their flags. Run again, it writes each ID at the place that its symbol names, beside flags that the first run has put there. A kfunc then has the flags of another one, and the verifier trusts them.',
    'Upstream has removed the exclusion in commit 7abef41afad0 ("kbuild/btf: Remove broken module relinking exclusion").',
  ],
  patches: [
    {
      group: 'module link',
      subject: 'start from the objects when a module gets new BTF',
      body: [
        'Let a newer vmlinux link the module like any other newer prerequisite. BTF is then always generated in a file that has none. The helpers newer_prereqs_except and if_changed_except have no other user.',
        'Modules built out of the tree do not depend on vmlinux, and are not linked more often than before.',
      ],
    },
  ],
}
