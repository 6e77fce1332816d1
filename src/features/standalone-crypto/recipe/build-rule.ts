// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  anyOf,
  append,
  before,
  ifBlock,
  line,
  lines,
  lineWith,
  makeAssignment,
  type Step,
  shFunction,
  within,
} from '../../../edit/index.js'

/** How kbuild comes to know crypto-objs-y, and how the module and its redirects get into vmlinux. */
export const buildRule: readonly Step[] = [
  {
    // Linux kernel commit "kbuild: move kbuild syntax processing to scripts/Makefile.build" (in v6.16).
    path: ['scripts/Makefile.lib', 'scripts/Makefile.build'],
    purpose: 'crypto-objs-$(CONFIG_X) is used as obj-$(CONFIG_X) is, and makes part of fips140.ko',
    group: 'build rule',
    edits: [
      before(
        lines(
          '# When an object is listed to be built compiled-in and modular,',
          '# only build the compiled-in version',
        ),
        'include $(srctree)/scripts/Makefile.fips140\n\n',
      ),
      after(
        anyOf(makeAssignment('part-of-module'), ifBlock('ifneq ($(obj),.)')),
        'include $(srctree)/scripts/Makefile.fips140\n',
      ),
    ],
  },
  {
    path: 'scripts/Makefile.clean',
    purpose: 'make clean visits carved directories',
    group: 'build rule',
    edits: [
      after(
        anyOf(
          line('include $(kbuild-file)'),
          line('include $(or $(wildcard $(kbuild-dir)/Kbuild),$(kbuild-dir)/Makefile)'),
        ),
        '\nobj- += $(crypto-objs-y) $(crypto-objs-m) $(crypto-objs-)\n',
      ),
    ],
  },
  {
    path: 'Kbuild',
    purpose: 'descend into crypto/fips140 when the carved directories are done',
    group: 'build rule',
    edits: [
      after(
        makeAssignment('obj-y', { value: 'crypto/' }),
        'obj-$(CONFIG_CRYPTO_FIPS140_EXTMOD) += crypto/fips140/\n',
      ),
      append(`
# fips140.o is linked from what these two directories collect
crypto/fips140: crypto arch/$(SRCARCH)
`),
    ],
  },
  {
    path: 'Makefile',
    purpose: 'link fips140.ko before the vmlinux that carries it',
    group: 'embedding',
    edits: [
      before(
        line('# The actual objects are generated when descending,'),
        `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
# vmlinux carries fips140.ko, and the redirects to it
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
  },
  {
    path: 'scripts/Makefile.modpost',
    purpose: 'make vmlinux alone needs modpost for fips140.o too',
    group: 'embedding',
    edits: [
      before(
        line('ifeq ($(KBUILD_EXTMOD),)'),
        `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
ifndef KBUILD_MODULES
modpost-args += -T crypto/fips140/modules.order
modpost-deps += crypto/fips140/modules.order
# The same for older kernels, whose own assignment follows and has to yield.
override modorder-if-needed := crypto/fips140/modules.order
endif
endif

`,
      ),
    ],
  },
  {
    path: ['scripts/Makefile.vmlinux_o', 'scripts/Makefile.vmlinux'],
    purpose: 'modules.builtin goes on naming what users think of as built in',
    group: 'build rule',
    edits: [
      after(
        lineWith('OBJCOPYFLAGS_modules.builtin.modinfo :='),
        `
ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
# Built-in modules whose code is in fips140.ko
modules.builtin.modinfo: crypto/fips140/fips140.modinfo
cmd_$(if $(cmd_modules_builtin_modinfo),modules_builtin_modinfo,objcopy) += \\
	&& cat crypto/fips140/fips140.modinfo >> $@
endif
`,
      ),
    ],
  },
  {
    path: 'scripts/Makefile.modfinal',
    purpose: 'fips140.ko is linked before vmlinux, other crypto modules name it',
    group: 'embedding',
    edits: [
      before(lines('PHONY += FORCE', 'FORCE:'), 'include $(srctree)/scripts/Makefile.fips140-modfinal\n\n'),
    ],
  },
  {
    path: 'scripts/Makefile.modinst',
    purpose: 'prebuilt modules are installed, in the place of fresh ones or beside them',
    group: 'dual',
    edits: [
      after(
        anyOf(line('cmd_install = cp $< $@'), line('cmd_install = mkdir -p $(dir $@); cp $< $@')),
        'include $(srctree)/scripts/Makefile.fips140-modinst\n',
      ),
    ],
  },
  {
    path: 'scripts/Makefile.vmlinux',
    purpose: 'vmlinux is linked anew when the module or a redirect changes',
    group: 'embedding',
    edits: [
      after(
        lineWith('$(call if_changed_dep,link_vmlinux)'),
        `ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
$(or $(filter vmlinux.unstripped, $(targets)),vmlinux): \\
	crypto/fips140/fips140.ko crypto/fips140/link/built-in.a crypto/fips140/link/placeholder.o
endif
`,
      ),
    ],
  },
  {
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
  },
]
