// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  before,
  inFile,
  lacks,
  line,
  lineWith,
  makeAssignment,
  makeRule,
  nothingToDo,
  replace,
  type Step,
  step,
  type Variant,
} from '../../edit/index.js'
import { SCRIPT } from './names.js'

const stockLinker = lineWith('-Clinker=$(HOSTCC)')

/** rustc links by a script that kbuild generates, and the script runs a command of any number of words. */
export const steps: readonly Step[] = [
  step({
    id: 'script',
    path: 'scripts/Makefile.host',
    purpose: 'generate a script that runs $(HOSTRUSTC_LD), anew only when the command changes',
    group: 'host programs',
    edits: [
      before(
        makeAssignment('quiet_cmd_host-rust'),
        String.raw`# rustc takes one executable as its linker, but $(HOSTRUSTC_LD) is a command: it
# may have several words, quotes, and assignments in front. The script runs it
# the way a recipe would.
HOSTRUSTC_LD ?= $(HOSTCC)

filechk_hostrustc-ld = \
	printf '%s\n' '$(pound)!/bin/sh' '$(call escsq,$(HOSTRUSTC_LD)) "$$@"'; \
	chmod +x $(tmp-target)

$(obj)/${SCRIPT}: FORCE
	$(call filechk,hostrustc-ld)

`,
      ),
    ],
  }),
  step({
    id: 'host-programs',
    path: 'scripts/Makefile.host',
    purpose: 'link Rust host programs by the script of their directory',
    group: 'host programs',
    edits: [
      replace(stockLinker, `\t\t -Clinker-flavor=gcc -Clinker=$(obj)/${SCRIPT} \\`),
      after(makeRule('$(host-rust)', { recipe: true }), `$(host-rust): $(obj)/${SCRIPT}`),
    ],
  }),
  step({
    id: 'clean',
    path: 'Makefile',
    purpose: 'remove the scripts in make clean',
    group: 'host programs',
    edits: [after(line("-o -name '*.gcno' \\"), `\t\t-o -name '${SCRIPT}' \\`)],
  }),
  step({
    id: 'script-for-macros',
    path: 'scripts/Makefile',
    purpose: 'generate the script in scripts/ whenever rust/ is built',
    group: 'procedural macros',
    edits: [
      before(
        makeAssignment('hostprogs', { value: 'unifdef' }),
        `# rust/Makefile links procedural macros by it
always-$(CONFIG_RUST) += ${SCRIPT}

`,
      ),
    ],
  }),
  step({
    id: 'macros-linker',
    path: 'rust/Makefile',
    purpose: 'link procedural macros by the script in scripts/',
    group: 'procedural macros',
    edits: [replace(stockLinker, `\t\t-Clinker-flavor=gcc -Clinker=$(objtree)/scripts/${SCRIPT} \\`)],
  }),
  macroRule('macros', [
    linkedAgain('so', '$(obj)/libmacros.so'),
    linkedAgain('named-by-rustc', '$(obj)/$(libmacros_name)'),
  ]),
  macroRule('pin-init-internal', [
    linkedAgain('named-by-rustc', '$(obj)/$(libpin_init_internal_name)'),
    nothingToDo('no-such-macro', lacks('rust/pin-init/internal/src/lib.rs')),
  ]),
  macroRule('zerocopy-derive', [
    linkedAgain('named-by-rustc', '$(obj)/$(libzerocopy_derive_name)'),
    nothingToDo('no-such-macro', lacks('rust/zerocopy-derive/lib.rs')),
  ]),
  {
    id: 'documentation',
    purpose: 'describe HOSTRUSTC_LD',
    group: 'documentation',
    matches: 'at most one',
    variants: [
      {
        id: 'kbuild-rst',
        files: [
          inFile(
            'Documentation/kbuild/kbuild.rst',
            after(
              line('Additional flags to be passed to $(HOSTRUSTC) when building host programs.'),
              `
HOSTRUSTC_LD
------------
Command that links Rust host programs and procedural macros. The default is
$(HOSTCC). As in $(HOSTCC), several words are allowed, with assignments in front::

  make HOSTRUSTC_LD='CCACHE_DISABLE=1 ccache gcc'
`,
            ),
          ),
        ],
      },
    ],
  },
]

/** A macro that the script has linked is linked again when the script changes. */
function macroRule(macro: string, variants: readonly Variant[]): Step {
  return {
    id: `${macro}-rule`,
    purpose: `link the crate ${macro} again when the command changes`,
    group: 'procedural macros',
    variants,
  }
}

function linkedAgain(id: string, target: string): Variant {
  const rule = makeRule(target, { recipe: true })
  return { id, files: [inFile('rust/Makefile', after(rule, `${target}: $(objtree)/scripts/${SCRIPT}`))] }
}
