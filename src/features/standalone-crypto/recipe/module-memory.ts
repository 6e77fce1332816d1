// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, after, before, cFunction, line, lines, type Step, within } from '../../../edit/index.js'

interface LateSetup {
  readonly path: string
  readonly initcall: string
  /** What registers it, as written. */
  readonly registration: string
  /** In the function, below its declarations. */
  readonly start: Anchor
  /** Not zero once it has run. */
  readonly result: string
}

/** Where architectures set up memory for modules in an initcall, over the years; a tree has one of them, or none. */
const LATE_SETUPS: readonly LateSetup[] = [
  {
    path: 'mm/execmem.c',
    initcall: 'execmem_late_init',
    registration: 'core_initcall(execmem_late_init);',
    start: line('__execmem_init();'),
    result: 'execmem_info',
  },
  {
    path: 'arch/arm64/kernel/module.c',
    initcall: 'module_init_limits',
    registration: 'subsys_initcall(module_init_limits);',
    start: lines('/*', '* The default modules region is placed immediately below the kernel'),
    result: 'module_plt_base',
  },
  {
    path: 'arch/arm64/kernel/kaslr.c',
    initcall: 'kaslr_init',
    registration: 'subsys_initcall(kaslr_init)',
    start: lines('/*', '* Set a reasonable default for module_alloc_base in case'),
    result: 'module_alloc_base',
  },
]

/** The loader of fips140.ko comes before these initcalls: it calls the function, and the initcall finds nothing left to do. */
export const moduleMemorySteps: readonly Step[] = LATE_SETUPS.map(
  ({ path, initcall, registration, start, result }) => ({
    path,
    purpose: 'memory for modules is ready before the first initcall',
    group: 'loader',
    optional: true,
    edits: [
      before(within(cFunction(initcall), start), skipIfReady(result)),
      after(line(registration), moduleMemory(initcall)),
    ],
  }),
)

function skipIfReady(variable: string): string {
  return `#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
	/* Done for the embedded module already. */
	if (${variable})
		return 0;
#endif

`
}

function moduleMemory(initcall: string): string {
  return `
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
#include <linux/fips140.h>

/* The embedded module is loaded before the first initcall. */
void __init embedded_module_memory(void)
{
	${initcall}();
}
#endif
`
}
