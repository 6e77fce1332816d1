// SPDX-License-Identifier: GPL-2.0-only

// As much of a kernel tree as the recipe looks at, in our own words, and as much of kbuild as lets make run it.

/** What scripts/Kbuild.include gives to the makefiles below. */
const KBUILD = String.raw`MAKEFLAGS += -rR --no-print-directory
squote := '
pound := \#
objtree := .
escsq = $(subst $(squote),'\$(squote)',$1)
tmp-target = $(dir $@).tmp_$(notdir $@)
depfile = $@.d
define filechk
	@{ $(filechk_$(1)); } > $(tmp-target); \
	if cmp -s $(tmp-target) $@; then rm $(tmp-target); else echo NEW $@; mv $(tmp-target) $@; fi
endef
if_changed_dep = $(if $(filter-out FORCE,$?),@echo LINK $@ && $(cmd_$(1)),@:)
`

const MAKEFILE = String.raw`include Kbuild.include
obj := scripts
src := scripts
CONFIG_RUST := y
all: rust-dir
rust-dir: scripts-dir
	@$(MAKE) -f rust.mk
scripts-dir:
	@mkdir -p scripts rust samples && $(MAKE) -f scripts.mk
clean:
	@find . \( -name '*.o' \
		-o -name '*.gcno' \
		\) -type f -print | xargs rm -f
`

const directory = (obj: string, makefile: string, includes: string) => `include Kbuild.include
obj := ${obj}
src := ${obj}
CONFIG_RUST := y
all:
include ${makefile}
${includes}
all: $(addprefix $(obj)/,$(always-y))
FORCE:
.PHONY: FORCE
`

const MAKEFILE_HOST = String.raw`host-rust := $(addprefix $(obj)/,$(hostprogs-rust))

hostrust_flags = --emit=dep-info=$(depfile) \
		 -Clinker-flavor=gcc -Clinker=$(HOSTCC) \
		 --edition=2021

# A program of one crate
quiet_cmd_host-rust	= HOSTRUSTC $@
      cmd_host-rust	= \
	$(HOSTRUSTC) $(hostrust_flags) --emit=link=$@ $<
$(host-rust): $(obj)/%: $(src)/%.rs FORCE
	+$(call if_changed_dep,host-rust)
`

const SCRIPTS = `hostprogs-rust := target_spec
always-y := target_spec

# Only when asked for
hostprogs += unifdef
always-y += $(always-$(CONFIG_RUST))
`

const SAMPLES = `hostprogs-rust := sample
always-y := sample
`

const macroCommand = String.raw`quiet_cmd_rustc_procmacro = RUSTC P $@
      cmd_rustc_procmacro = \
	$(HOSTRUSTC) \
		-Clinker-flavor=gcc -Clinker=$(HOSTCC) \
		--emit=link=$@ --crate-type=proc-macro $<
`

const macroRule = (target: string, source: string) => `
$(obj)/${target}: $(src)/${source} FORCE
	+$(call if_changed_dep,rustc_procmacro)
`

/** One macro crate, named by the makefile; or three, named by rustc. */
const RUST = {
  one: ['always-y := libmacros.so\n', macroCommand, macroRule('libmacros.so', 'macros/lib.rs')].join('\n'),
  three: [
    ...['macros', 'pin_init_internal', 'zerocopy_derive'].map(name => `lib${name}_name := lib${name}.so`),
    'always-y := $(libmacros_name) $(libpin_init_internal_name) $(libzerocopy_derive_name)\n',
    macroCommand,
    macroRule('$(libmacros_name)', 'macros/lib.rs'),
    macroRule('$(libpin_init_internal_name)', 'pin-init/internal/src/lib.rs'),
    macroRule('$(libzerocopy_derive_name)', 'zerocopy-derive/lib.rs'),
  ].join('\n'),
}

/** The files of a small tree: `make` makes host programs in scripts/ and macros in rust/, `make samples-dir` the sample. */
export const smallKbuild = (macros: keyof typeof RUST): Record<string, string> => ({
  'Kbuild.include': KBUILD,
  Makefile: `${MAKEFILE}samples-dir:\n\t@mkdir -p samples && $(MAKE) -f samples.mk\n`,
  'scripts.mk': directory('scripts', 'scripts/Makefile', 'include scripts/Makefile.host'),
  'samples.mk': directory('samples', 'samples/Makefile', 'include scripts/Makefile.host'),
  'rust.mk': directory('rust', 'rust/Makefile', ''),
  'scripts/Makefile': SCRIPTS,
  'scripts/Makefile.host': MAKEFILE_HOST,
  'scripts/target_spec.rs': '',
  'samples/Makefile': SAMPLES,
  'samples/sample.rs': '',
  'rust/Makefile': RUST[macros],
  'rust/macros/lib.rs': '',
  ...(macros === 'one' ? {} : { 'rust/pin-init/internal/src/lib.rs': '', 'rust/zerocopy-derive/lib.rs': '' }),
  'Documentation/kbuild/kbuild.rst':
    'HOSTRUSTFLAGS\n-------------\nAdditional flags to be passed to $(HOSTRUSTC) when building host programs.\n',
})
