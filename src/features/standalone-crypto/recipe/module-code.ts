// SPDX-License-Identifier: GPL-2.0-only
import { after, anyOf, before, line, lines, replace, type Step } from '../../../edit/index.js'

/** Built-in code that is compiled as module code keeps meaning what it meant as built-in code. */
export const moduleCode: readonly Step[] = [
  {
    path: 'include/linux/module.h',
    purpose: 'initcalls of carved objects are collected; file names and aliases are those of built-in code',
    group: 'module code',
    edits: [
      before(
        lines('#else /* MODULE */', '', '/*', '* In most cases loadable modules do not need custom'),
        '#elif defined(FIPS_MODULE)\n\n#include <linux/fips140.h>\n\n',
      ),
      replace(
        lines('#ifdef MODULE', '#define MODULE_FILE'),
        `/*
 * Built-in code of fips140.ko tells which file it would have been in.
 */
#if defined(MODULE) && !defined(FIPS_MODULE)
#define MODULE_FILE
`,
      ),
    ],
  },
  {
    path: 'include/linux/module.h',
    purpose: 'device tables of carved objects are no aliases of fips140, where built-in code has none',
    group: 'module code',
    optional: true,
    edits: [
      replace(
        lines('#ifdef MODULE', '/* Creates an alias so file2alias.c can find device table. */'),
        '#if defined(MODULE) && !defined(FIPS_MODULE)\n/* Creates an alias so file2alias.c can find device table. */\n',
      ),
    ],
  },
  {
    path: 'include/linux/module.h',
    purpose: 'device tables of carved objects are no aliases of fips140, where built-in code has them',
    group: 'module code',
    // Since v6.18 those of built-in code go into modules.builtin.modinfo.
    optional: true,
    edits: [
      after(
        lines(
          'static typeof(name) __mod_device_table(type, name) \\',
          '__attribute__ ((used, alias(__stringify(name))))',
        ),
        '#ifdef FIPS_MODULE\n#undef MODULE_DEVICE_TABLE\n#define MODULE_DEVICE_TABLE(type, name)\n#endif\n',
      ),
    ],
  },
  {
    path: 'include/linux/moduleparam.h',
    purpose: 'parameters and .modinfo of carved objects keep their KBUILD_MODNAME prefix',
    group: 'module code',
    edits: [
      replace(
        lines('#ifdef MODULE', '#define MODULE_PARAM_PREFIX /* empty */'),
        '#if defined(MODULE) && !defined(FIPS_MODULE)\n#define MODULE_PARAM_PREFIX /* empty */\n',
      ),
      before(
        anyOf(line('#define __MODULE_INFO(tag, name, info) \\'), line('#define MODULE_INFO(tag, info) \\')),
        `#ifdef FIPS_MODULE
#define __MODULE_INFO_SECTION ".init.fips140_modinfo"
#else
#define __MODULE_INFO_SECTION ".modinfo"
#endif

`,
      ),
      replace(
        line('__used __section(".modinfo") __aligned(1) \\'),
        '\t\t__used __section(__MODULE_INFO_SECTION) __aligned(1)\t\t  \\\n',
      ),
    ],
  },
  {
    path: 'crypto/asymmetric_keys/restrict.c',
    purpose: 'ca_keys= on the kernel command line goes on working',
    group: 'module code',
    edits: [replace(line('#ifndef MODULE'), '#if !defined(MODULE) || defined(FIPS_MODULE)\n')],
  },
  {
    path: 'security/keys/key.c',
    purpose:
      'asymmetric keys are restricted by another key, which a module could not look up in older kernels',
    group: 'module code',
    // Newer kernels export it.
    optional: true,
    edits: [
      replace(
        lines('}', '', '/*', '* Find and lock the specified key type against removal.'),
        `}
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
EXPORT_SYMBOL_GPL(key_lookup);
#endif

/*
 * Find and lock the specified key type against removal.
`,
      ),
    ],
  },
]
