// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  append,
  before,
  cFunction,
  cInclude,
  cStruct,
  type FileEdits,
  has,
  inFile,
  lacks,
  ldsMacro,
  ldsSection,
  line,
  lines,
  lineWith,
  replace,
  type Step,
  step,
  type Variant,
  within,
} from '../../../edit/index.js'
import { embeddedModule, embeddedParameters, embeddedSection, symbolIndex } from './embedded-module.js'

import { moduleMemory } from './module-memory.js'

/** Loading the embedded module from memory, early, and running its initcalls in their places. */
export const loader: readonly Step[] = [
  step({
    id: 'section-x86',
    path: 'arch/x86/kernel/vmlinux.lds.S',
    purpose: 'the embedded module is in init memory, in a section of its own',
    group: 'embedding',
    edits: [after(ldsMacro('INIT_DATA_SECTION'), embeddedSection)],
  }),
  step({
    id: 'section-arm64',
    path: 'arch/arm64/kernel/vmlinux.lds.S',
    purpose: 'the embedded module is in init memory, in a section of its own',
    group: 'embedding',
    edits: [after(ldsSection('.init.data'), embeddedSection)],
  }),
  moduleMemory,
  step({
    id: 'load-and-finish',
    path: 'init/main.c',
    purpose: 'load the module before the first initcall, finish it after the last',
    group: 'initcalls',
    edits: [
      after(cInclude('<linux/init.h>'), '#include <linux/fips140.h>\n'),
      before(within(cFunction('do_basic_setup'), line('do_initcalls();')), '\tfips140_load();\n'),
      after(within(cFunction('do_basic_setup'), line('do_initcalls();')), '\tfips140_finish();\n'),
    ],
  }),
  step({
    id: 'embedded-image',
    path: 'kernel/module/internal.h',
    purpose: 'the module loader can tell the embedded image',
    group: 'loader',
    edits: [
      after(
        within(cStruct('load_info'), line('bool sig_ok;')),
        `#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
	bool embedded;	/* part of the kernel image */
#endif
`,
      ),
      after(
        cStruct('load_info'),
        `
static inline bool is_embedded(const struct load_info *info)
{
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
	return info->embedded;
#else
	return false;
#endif
}

#if defined(CONFIG_CRYPTO_FIPS140_EXTMOD) && defined(CONFIG_KALLSYMS) && \\
	defined(CONFIG_DYNAMIC_FTRACE)
void embedded_module_index(struct module *mod);
void embedded_module_drop_index(void);
#else
static inline void embedded_module_index(struct module *mod) { }
static inline void embedded_module_drop_index(void) { }
#endif
`,
      ),
    ],
  }),
  step({
    id: 'module-loader',
    path: 'kernel/module/main.c',
    purpose: 'the embedded image: no signature check, redirects bound, the tail of the load left for later',
    group: 'loader',
    edits: [
      before(cInclude('"internal.h"'), '#include <linux/fips140.h>\n'),
      after(
        line('static BLOCKING_NOTIFIER_HEAD(module_notify_list);'),
        'static void embedded_module_replay(struct notifier_block *nb);\n',
      ),
      replace(
        within(
          cFunction('register_module_notifier'),
          line('return blocking_notifier_chain_register(&module_notify_list, nb);'),
        ),
        `	int err = blocking_notifier_chain_register(&module_notify_list, nb);

	if (!err)
		embedded_module_replay(nb);
	return err;
`,
      ),
      after(
        within(cFunction('simplify_symbols'), line('sym[i].st_value += secbase;')),
        `			if (is_embedded(info))
				fips140_bind(name, &sym[i]);
`,
      ),
      replace(
        within(cFunction('load_module'), line('err = module_sig_check(info, flags);')),
        '\terr = is_embedded(info) ? 0 : module_sig_check(info, flags);\n',
      ),
      replace(
        line('} else if (!same_magic(modmagic, vermagic, info->index.vers)) {'),
        `	} else if (is_embedded(info) ?
		   strcmp(strchrnul(modmagic, ' '), strchrnul(vermagic, ' ')) :
		   !same_magic(modmagic, vermagic, info->index.vers)) {
`,
      ),
      before(
        within(cFunction('load_module'), line('/* Link in to sysfs. */')),
        `	/* embedded_module_finish() does the rest. */
	if (is_embedded(info)) {
		mod->state = MODULE_STATE_LIVE;
		return 0;
	}

`,
      ),
    ],
  }),
  {
    id: 'arguments',
    purpose: 'the embedded image has no arguments of its own; its symbols are indexed for ftrace',
    group: 'loader',
    variants: [
      { id: 'kept-with-the-module', files: [withoutArguments('mod->args')] },
      { id: 'freed-once-parsed', files: [withoutArguments('args')] },
    ],
  },
  {
    id: 'embedded-module',
    purpose: 'load and finish the embedded image',
    group: 'loader',
    variants: [
      {
        id: 'no-code-tags',
        when: [lacks('kernel/module/main.c', lineWith('codetag_load_module('))],
        files: [inFile('kernel/module/main.c', append(embeddedModule('')))],
      },
      {
        id: 'code-tags',
        since: 'Linux kernel commit "lib: code tagging module support" (in v6.10)',
        when: [has('include/linux/codetag.h', line('void codetag_load_module(struct module *mod);'))],
        files: [inFile('kernel/module/main.c', append(embeddedModule('\tcodetag_load_module(mod);\n')))],
      },
      {
        id: 'code-tags-that-may-fail',
        since: 'Linux kernel commit "alloc_tag: handle module codetag load errors as module load failures"',
        when: [has('include/linux/codetag.h', line('int codetag_load_module(struct module *mod);'))],
        files: [
          inFile(
            'kernel/module/main.c',
            append(embeddedModule('\terr = codetag_load_module(mod);\n\tif (err)\n\t\treturn err;\n')),
          ),
        ],
      },
    ],
  },
  step({
    id: 'versions',
    path: 'kernel/module/version.c',
    purpose: 'an embedded module may be older than the kernel: its fit was decided when it was embedded',
    group: 'dual',
    edits: [
      before(
        within(
          cFunction('check_version'),
          line("/* Exporting module didn't supply crcs?  OK, we're already tainted. */"),
        ),
        `	/* It may be older: check-prebuilt.sh decided when it was embedded. */
	if (is_embedded(info))
		return 1;

`,
      ),
    ],
  }),
  {
    id: 'symbol-index',
    purpose: 'symbols of the embedded module are found fast while ftrace looks up all of its functions',
    group: 'loader',
    variants: [
      indexed('arm-mapping-symbols', 'is_arm_mapping_symbol'),
      indexed('mapping-symbols', 'is_mapping_symbol'),
    ],
  },
  step({
    id: 'parameters',
    path: 'kernel/params.c',
    purpose: 'parameters of carved code stay in /sys/module of the objects that own them',
    group: 'initcalls',
    edits: [append(embeddedParameters)],
  }),
]

function withoutArguments(variable: string): FileEdits {
  return inFile(
    'kernel/module/main.c',
    replace(
      within(cFunction('load_module'), line(`${variable} = strndup_user(uargs, ~0UL >> 1);`)),
      `	if (is_embedded(info)) {
		embedded_module_index(mod);
		${variable} = kstrdup("", GFP_KERNEL) ?: ERR_PTR(-ENOMEM);
	} else {
		${variable} = strndup_user(uargs, ~0UL >> 1);
	}
`,
    ),
  )
}

/** What tells symbols that mark data in code from others has changed its name. */
function indexed(id: string, isMappingSymbol: string): Variant {
  const lookup = cFunction('find_kallsyms_symbol')
  return {
    id,
    when: [has('kernel/module/kallsyms.c', within(lookup, lineWith(` ${isMappingSymbol}(`)))],
    files: [
      inFile(
        'kernel/module/kallsyms.c',
        before(
          lines('/*', '* Given a module and address, find the corresponding symbol and return its name'),
          symbolIndex(isMappingSymbol),
        ),
        replace(
          within(lookup, line('for (i = 1; i < kallsyms->num_symtab; i++) {')),
          `	for (i = first_symbol(kallsyms, addr, &best, &bestval, &nextval);
	     i < kallsyms->num_symtab; i++) {
`,
        ),
      ),
    ],
  }
}
