// SPDX-License-Identifier: GPL-2.0-only
import type { HazardKind } from './hazard.js'

export interface HazardRule {
  readonly kind: HazardKind
  /** Against a line of code, without comments and the contents of strings. */
  readonly pattern: RegExp
  readonly consequence: string
}

export const hazardRules: readonly HazardRule[] = [
  {
    kind: 'module-conditional',
    pattern: /^\s*#\s*(?:if|ifdef|ifndef|elif)\b.*(?<!\w)MODULE(?!\w)/,
    consequence: 'Code that depends on MODULE is compiled as for a module, not as for a built-in object.',
  },
  {
    kind: 'reachable-test',
    pattern: /\bIS_REACHABLE\s*\(/,
    consequence:
      'IS_REACHABLE() of an option that is =m becomes true under MODULE: the module may then need a module that is not loaded yet.',
  },
  {
    kind: 'setup-parameter',
    pattern: /^\s*__setup(?:_param)?\s*\(/,
    consequence: '__setup() is nothing under MODULE: the parameter on the kernel command line is ignored.',
  },
  {
    kind: 'early-parameter',
    pattern: /^\s*early_param(?:_on_off)?\s*\(/,
    consequence:
      'early_param() is parsed long before the module is loaded, and does not compile under MODULE.',
  },
  {
    kind: 'early-initcall',
    pattern: /^\s*early_initcall\s*\(/,
    consequence:
      'An early_initcall() runs when the module is loaded, which is after SMP has been brought up.',
  },
  {
    kind: 'early-console',
    pattern: /^\s*(?:console|security)_initcall\s*\(/,
    consequence: 'Runs long before the module is loaded, and does not compile under MODULE.',
  },
  {
    kind: 'per-cpu-export',
    pattern: /^\s*EXPORT_PER_CPU_SYMBOL(?:_GPL)?\s*\(/,
    consequence: 'A per-cpu variable of the module cannot be redirected for code in vmlinux.',
  },
  {
    kind: 'static-call-export',
    pattern: /^\s*EXPORT_STATIC_CALL(?:_TRAMP)?(?:_GPL)?\s*\(/,
    consequence: 'A static call of the module cannot be redirected for code in vmlinux.',
  },
  {
    kind: 'tracepoint-export',
    pattern: /^\s*EXPORT_TRACEPOINT_SYMBOL(?:_GPL)?\s*\(/,
    consequence:
      'A tracepoint of the module has a static key, which cannot be redirected for code in vmlinux.',
  },
  {
    kind: 'kfunc-set',
    pattern: /\bregister_btf_(?:kfunc_id_set|id_dtor_kfuncs)\s*\(/,
    consequence:
      'The BTF of the module is known from fs_initcall on: kfuncs that are registered before are lost.',
  },
  {
    kind: 'this-module-test',
    pattern: /[!=]=\s*THIS_MODULE\b|\bTHIS_MODULE\s*[!=]=/,
    consequence:
      'THIS_MODULE is that of fips140.ko in all carved code, and no longer NULL as in built-in code.',
  },
]

/** Functions that inline code in a header compares by address: a redirect has another address than the function. */
export const comparedAddresses: readonly { readonly symbol: string; readonly by: string }[] = [
  { symbol: 'shash_no_setkey', by: 'crypto_shash_alg_has_setkey()' },
]

/**
 * What takes care of a hazard wherever it is: the loader and the build of the carved kernel. What is not here has to be
 * handled in place, by an edit or by staying in vmlinux.
 */
export const handledEverywhere: Partial<Readonly<Record<HazardKind, string>>> = {
  'setup-parameter': 'the loader looks the command line through when it has loaded the module',
  'reachable-test': 'carved code is compiled with IS_REACHABLE() as it is for built-in code',
  'early-initcall': 'the loader runs it right after the load, before any other initcall of the module',
  'per-cpu-export': 'the build refuses it by name if vmlinux uses it',
  'static-key-export': 'the build refuses it by name if vmlinux uses it',
  'static-call-export': 'the build refuses it by name if vmlinux uses it',
  'tracepoint-export': 'the build refuses it by name if vmlinux uses it',
  'compared-address': 'the build refuses it by name if vmlinux uses it',
  'this-module-test': 'all carved code is one module: within it the answer is the same',
}
