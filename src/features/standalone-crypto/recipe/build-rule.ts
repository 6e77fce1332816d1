// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  append,
  before,
  type Edit,
  has,
  ifBlock,
  inFile,
  line,
  lines,
  lineWith,
  makeAssignment,
  makeRule,
  type Step,
  shFunction,
  step,
  within,
} from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'
import { descents } from './directory-lists.js'

/** How kbuild comes to know crypto-objs-y, and how the module and its redirects get into vmlinux. */
export const buildRule = (directories: readonly CarvedDirectory[]): readonly Step[] => [
  {
    id: 'object-lists',
    purpose: 'crypto-objs-$(CONFIG_X) is used as obj-$(CONFIG_X) is, and makes part of fips140.ko',
    group: 'build rule',
    variants: [
      {
        id: 'lists-in-makefile-lib',
        files: [
          inFile(
            'scripts/Makefile.lib',
            listsBelow(),
            after(makeAssignment('part-of-module'), 'include $(srctree)/scripts/Makefile.fips140\n'),
          ),
        ],
        fills: { LISTS: 'Makefile.lib' },
      },
      {
        id: 'lists-in-makefile-build',
        since:
          'Linux kernel commit "kbuild: move kbuild syntax processing to scripts/Makefile.build" (in v6.16)',
        files: [
          inFile(
            'scripts/Makefile.build',
            listsBelow(),
            after(ifBlock('ifneq ($(obj),.)'), 'include $(srctree)/scripts/Makefile.fips140\n'),
          ),
        ],
        fills: { LISTS: 'Makefile.build' },
      },
    ],
  },
  {
    id: 'clean',
    purpose: 'make clean visits carved directories',
    group: 'build rule',
    variants: [
      {
        id: 'kbuild-dir',
        files: [
          inFile(
            'scripts/Makefile.clean',
            cleanBelow('include $(or $(wildcard $(kbuild-dir)/Kbuild),$(kbuild-dir)/Makefile)'),
          ),
        ],
      },
      {
        id: 'kbuild-file',
        files: [inFile('scripts/Makefile.clean', cleanBelow('include $(kbuild-file)'))],
      },
    ],
  },
  step({
    id: 'descend',
    path: 'Kbuild',
    purpose: 'descend into crypto/fips140 when the carved directories are done',
    group: 'build rule',
    edits: [
      after(
        makeAssignment('obj-y', { value: 'crypto/' }),
        'obj-$(CONFIG_CRYPTO_FIPS140_EXTMOD) += crypto/fips140/\n',
      ),
      append(`
# fips140.o is linked from the archives of these directories
crypto/fips140: ${descents(directories).join(' ')}
`),
    ],
  }),
  step({
    id: 'link-module',
    path: 'Makefile',
    purpose: 'link fips140.ko before the vmlinux that carries it',
    group: 'embedding',
    edits: [
      before(
        line('# The actual objects are generated when descending,'),
        `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
# vmlinux contains fips140.ko, and the redirects to it
PHONY += fips140
fips140: vmlinux.o modpost modules_prepare
	$(Q)$(MAKE) -f $(srctree)/scripts/Makefile.modfinal KBUILD_BUILTIN= modules="$$(cat crypto/fips140/modules.order)"
	$(Q)$(MAKE) $(build)=crypto/fips140/link need-builtin=1

vmlinux: fips140
modules: $(if $(KBUILD_BUILTIN),fips140)
endif

`,
      ),
    ],
  }),
  {
    id: 'modpost',
    purpose: 'make vmlinux alone needs modpost for fips140.o too',
    group: 'embedding',
    variants: [
      {
        id: 'one-list',
        files: [
          inFile(
            'scripts/Makefile.modpost',
            after(
              makeAssignment('modorder-if-needed'),
              `
ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
ifndef KBUILD_MODULES
modorder-if-needed := crypto/fips140/modules.order
endif
endif
`,
            ),
          ),
        ],
      },
      {
        id: 'modpost-deps',
        since: 'Linux kernel commit "kbuild: refactor the prerequisites of the modpost rule"',
        when: [has('scripts/Makefile.modpost', makeAssignment('modpost-deps', { operator: ':=' }))],
        files: [
          inFile(
            'scripts/Makefile.modpost',
            before(
              line('ifeq ($(KBUILD_EXTMOD),)'),
              `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
ifndef KBUILD_MODULES
modpost-args += -T crypto/fips140/modules.order
modpost-deps += crypto/fips140/modules.order
endif
endif

`,
            ),
          ),
        ],
      },
    ],
  },
  {
    id: 'builtin-names',
    purpose: 'modules.builtin goes on naming what users think of as built in',
    group: 'build rule',
    variants: [
      {
        id: 'from-vmlinux-o',
        files: [inFile('scripts/Makefile.vmlinux_o', carvedNames('cmd_objcopy'))],
      },
      {
        id: 'from-vmlinux-unstripped',
        since:
          'Linux kernel commit "kbuild: extract modules.builtin.modinfo from vmlinux.unstripped" (in v6.18)',
        when: [has('scripts/Makefile.vmlinux', makeAssignment('cmd_modules_builtin_modinfo'))],
        files: [inFile('scripts/Makefile.vmlinux', carvedNames('cmd_modules_builtin_modinfo'))],
      },
    ],
  },
  step({
    id: 'module-final',
    path: 'scripts/Makefile.modfinal',
    purpose: 'fips140.ko is linked before vmlinux, other crypto modules name it',
    group: 'embedding',
    edits: [
      before(lines('PHONY += FORCE', 'FORCE:'), 'include $(srctree)/scripts/Makefile.fips140-modfinal\n\n'),
    ],
  }),
  {
    id: 'install',
    purpose: 'prebuilt modules are installed, in the place of fresh ones or beside them',
    group: 'dual',
    variants: [
      {
        id: 'directories-with-each-module',
        files: [
          inFile('scripts/Makefile.modinst', installBelow('cmd_install = mkdir -p $(dir $@); cp $< $@')),
        ],
      },
      {
        id: 'directories-first',
        since:
          'Linux kernel commit "kbuild: reduce the number of mkdir calls during modules_install" (in v6.6)',
        files: [inFile('scripts/Makefile.modinst', installBelow('cmd_install = cp $< $@'))],
      },
    ],
  },
  {
    id: 'relink',
    purpose: 'vmlinux is linked anew when the module or a redirect changes',
    group: 'embedding',
    variants: [
      { id: 'vmlinux', files: [inFile('scripts/Makefile.vmlinux', relinked('vmlinux'))] },
      {
        id: 'vmlinux-final',
        since:
          'Linux kernel commit "kbuild: Create intermediate vmlinux build with relocations preserved" (in v6.15)',
        files: [inFile('scripts/Makefile.vmlinux', relinked('$(vmlinux-final)'))],
      },
      {
        id: 'vmlinux-unstripped',
        since: 'Linux kernel commit "kbuild: always create intermediate vmlinux.unstripped" (in v6.18)',
        files: [inFile('scripts/Makefile.vmlinux', relinked('vmlinux.unstripped'))],
      },
    ],
  },
  step({
    id: 'final-link',
    path: 'scripts/link-vmlinux.sh',
    purpose: 'the final link takes the module and the redirects',
    group: 'embedding',
    edits: [
      after(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that expands it
        within(shFunction('vmlinux_link'), line('objs="${objs} init/version-timestamp.o"')),
        `
	if is_enabled CONFIG_CRYPTO_FIPS140_EXTMOD; then
		objs="\${objs} crypto/fips140/link/built-in.a @crypto/fips140/link/wrap"
		objs="\${objs} crypto/fips140/link/\${fips140:-placeholder.o}"
	fi
`,
      ),
      before(
        lines('if is_enabled CONFIG_KALLSYMS; then', '', '# kallsyms support'),
        `if is_enabled CONFIG_CRYPTO_FIPS140_EXTMOD; then
	# The BTF of the module needs that of vmlinux.
	fips140=embedded.o
	\${MAKE} -f "\${srctree}/scripts/Makefile.build" obj=crypto/fips140/link \\
		FIPS140_BTF="\${btf_vmlinux_bin_o}" crypto/fips140/link/\${fips140}
fi

`,
      ),
    ],
  }),
]

function listsBelow(): Edit {
  return before(
    lines(
      '# When an object is listed to be built compiled-in and modular,',
      '# only build the compiled-in version',
    ),
    'include $(srctree)/scripts/Makefile.fips140\n\n',
  )
}

function cleanBelow(inclusion: string): Edit {
  return after(line(inclusion), '\nobj- += $(crypto-objs-y) $(crypto-objs-m) $(crypto-objs-)\n')
}

function carvedNames(command: string): Edit {
  return after(
    lineWith('OBJCOPYFLAGS_modules.builtin.modinfo :='),
    `
ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
# Built-in modules whose code is in fips140.ko
modules.builtin.modinfo: crypto/fips140/fips140.modinfo
${command} += && cat crypto/fips140/fips140.modinfo >> $@
endif
`,
  )
}

function installBelow(command: string): Edit {
  return after(line(command), 'include $(srctree)/scripts/Makefile.fips140-modinst\n')
}

function relinked(target: string): Edit {
  return after(
    within(makeRule(target, { recipe: true }), lineWith('$(call if_changed_dep,link_vmlinux)')),
    `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
${target}: crypto/fips140/fips140.ko crypto/fips140/link/built-in.a \\
	crypto/fips140/link/placeholder.o
endif
`,
  )
}
