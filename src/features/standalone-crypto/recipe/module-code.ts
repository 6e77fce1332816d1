// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  before,
  type FileEdits,
  has,
  inFile,
  line,
  lines,
  nothingToDo,
  replace,
  type Step,
  step,
} from '../../../edit/index.js'

/** Built-in code that is compiled as module code keeps meaning what it meant as built-in code. */
export const moduleCode: readonly Step[] = [
  step({
    id: 'module-header',
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
        `/* modules.builtin lists carved objects like other built-in code. */
#if defined(MODULE) && !defined(FIPS_MODULE)
#define MODULE_FILE
`,
      ),
    ],
  }),
  {
    id: 'device-tables',
    purpose: 'device tables of carved objects are no aliases of fips140',
    group: 'module code',
    variants: [
      {
        id: 'of-modules-only',
        files: [
          inFile(
            'include/linux/module.h',
            replace(
              lines('#ifdef MODULE', '/* Creates an alias so file2alias.c can find device table. */'),
              '#if defined(MODULE) && !defined(FIPS_MODULE)\n/* Creates an alias so file2alias.c can find device table. */\n',
            ),
          ),
        ],
      },
      {
        id: 'of-built-in-code-too',
        since: 'Linux kernel commit "modpost: Create modalias for builtin modules" (in v6.18)',
        files: [
          inFile(
            'include/linux/module.h',
            after(
              lines(
                'static typeof(name) __mod_device_table(type, name) \\',
                '__attribute__ ((used, alias(__stringify(name))))',
              ),
              '#ifdef FIPS_MODULE\n#undef MODULE_DEVICE_TABLE\n#define MODULE_DEVICE_TABLE(type, name)\n#endif\n',
            ),
          ),
        ],
      },
    ],
  },
  step({
    id: 'parameter-names',
    path: 'include/linux/moduleparam.h',
    purpose: 'parameters of carved objects keep their KBUILD_MODNAME prefix',
    group: 'module code',
    edits: [
      replace(
        lines('#ifdef MODULE', '#define MODULE_PARAM_PREFIX /* empty */'),
        '#if defined(MODULE) && !defined(FIPS_MODULE)\n#define MODULE_PARAM_PREFIX /* empty */\n',
      ),
    ],
  }),
  {
    id: 'modinfo',
    purpose: 'what modinfo knows of carved objects is collected apart, under their KBUILD_MODNAME',
    group: 'module code',
    variants: [
      { id: 'internal-macro', files: [modinfoSection('#define __MODULE_INFO(tag, name, info) \\')] },
      {
        id: 'public-macro',
        since: 'Linux kernel commit "module: remove meaningless \'name\' parameter from __MODULE_INFO()"',
        files: [modinfoSection('#define MODULE_INFO(tag, info) \\')],
      },
    ],
  },
  {
    id: 'namespaces',
    purpose: 'the module imports the symbol namespaces that carved objects import',
    group: 'module code',
    variants: [
      { id: 'symbols', files: [importedNamespaces('__stringify(ns)')] },
      {
        id: 'strings',
        since: 'Linux kernel commit "module: Convert symbol namespace to string literal" (in v6.13)',
        files: [importedNamespaces('ns')],
      },
    ],
  },
  step({
    id: 'ca-keys',
    path: 'crypto/asymmetric_keys/restrict.c',
    purpose: 'ca_keys= on the kernel command line goes on working',
    group: 'module code',
    edits: [replace(line('#ifndef MODULE'), '#if !defined(MODULE) || defined(FIPS_MODULE)\n')],
  }),
  {
    id: 'key-lookup',
    purpose: 'asymmetric keys are restricted by another key, which the module looks up',
    group: 'module code',
    variants: [
      {
        id: 'not-exported',
        files: [
          inFile(
            'security/keys/key.c',
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
          ),
        ],
      },
      {
        ...nothingToDo('exported', has('security/keys/key.c', line('EXPORT_SYMBOL(key_lookup);'))),
        since: 'Linux kernel commit "security/keys: export key_lookup()" (in v6.7)',
      },
    ],
  },
]

function importedNamespaces(name: string): FileEdits {
  return inFile(
    'include/linux/module.h',
    after(
      line(`#define MODULE_IMPORT_NS(ns) MODULE_INFO(import_ns, ${name})`),
      `
#ifdef FIPS_MODULE
/* The information of fips140.ko is in .modinfo, that of its objects is not. */
#undef MODULE_IMPORT_NS
#define MODULE_IMPORT_NS(ns) \\
	MODULE_INFO(import_ns, ${name}); \\
	static const char __UNIQUE_ID(fips140_import_ns)[] \\
		__used __section(".modinfo") __aligned(1) \\
		= "import_ns=" ${name}
#endif
`,
    ),
  )
}

function modinfoSection(definition: string): FileEdits {
  return inFile(
    'include/linux/moduleparam.h',
    before(
      line(definition),
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
  )
}
