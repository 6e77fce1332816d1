// SPDX-License-Identifier: GPL-2.0-only
import {
  type Anchor,
  after,
  before,
  cFunction,
  has,
  inFile,
  lacks,
  line,
  lines,
  lineWith,
  nothingToDo,
  type Step,
  type Variant,
  within,
} from '../../../edit/index.js'

/**
 * Architectures may set up memory for modules in an initcall. The loader of fips140.ko comes before: it calls the
 * function, and the initcall finds nothing left to do.
 */
export const moduleMemory: Step = {
  id: 'module-memory',
  purpose: 'memory for modules is ready before the first initcall',
  group: 'loader',
  variants: [
    lateSetup('kaslr-init', {
      path: 'arch/arm64/kernel/kaslr.c',
      initcall: 'kaslr_init',
      registration: 'subsys_initcall(kaslr_init)',
      start: lines('/*', '* Set a reasonable default for module_alloc_base in case'),
      result: 'module_alloc_base',
    }),
    lateSetup('module-init-limits', {
      path: 'arch/arm64/kernel/module.c',
      initcall: 'module_init_limits',
      registration: 'subsys_initcall(module_init_limits);',
      start: lines('/*', '* The default modules region is placed immediately below the kernel'),
      result: 'module_plt_base',
      since: 'Linux kernel commit "arm64: module: rework module VA range selection" (in v6.5)',
    }),
    lateSetup('execmem-late-init', {
      path: 'mm/execmem.c',
      initcall: 'execmem_late_init',
      registration: 'core_initcall(execmem_late_init);',
      start: line('__execmem_init();'),
      result: 'execmem_info',
      since:
        'Linux kernel commit "mm/execmem, arch: convert remaining overrides of module_alloc to execmem" (in v6.10)',
    }),
    nothingToDo(
      'execmem-without-initcall',
      has('mm/execmem.c', cFunction('execmem_init')),
      lacks('mm/execmem.c', lineWith('_initcall(')),
    ),
    nothingToDo('x86-only', lacks('mm/execmem.c'), lacks('arch/arm64/kernel/Makefile')),
  ],
}

interface LateSetup {
  readonly path: string
  readonly initcall: string
  /** What registers it, as written. */
  readonly registration: string
  /** In the function, below its declarations. */
  readonly start: Anchor
  /** Not zero once it has run. */
  readonly result: string
  readonly since?: string | undefined
}

function lateSetup(id: string, { path, initcall, registration, start, result, since }: LateSetup): Variant {
  return {
    id,
    since,
    files: [
      inFile(
        path,
        before(within(cFunction(initcall), start), skipIfReady(result)),
        after(line(registration), earlyCall(initcall)),
      ),
    ],
  }
}

function skipIfReady(variable: string): string {
  return `#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
	/* embedded_module_memory() may have been here. */
	if (${variable})
		return 0;
#endif

`
}

function earlyCall(initcall: string): string {
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
