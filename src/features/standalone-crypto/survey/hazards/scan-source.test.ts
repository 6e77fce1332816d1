// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { scanSource } from './scan-source.js'

const scan = (source: string) => scanSource(source, 'crypto/x.c')
const seen = (source: string) => scan(source).map(({ kind, line }) => `${line} ${kind}`)

test('conditionals on MODULE are hazards unless they make an exception for FIPS_MODULE', () => {
  const source = `#ifndef MODULE
#endif
#if defined(CONFIG_A) && \\
    defined(MODULE)
#endif
#ifdef CONFIG_MODULES
#ifdef FIPS_MODULE
#endif
#endif
`
  expect(seen(source)).toEqual(['1 module-conditional', '3 module-conditional'])
  expect(scan('#ifndef MODULE\n')[0]?.handledBy).toBeUndefined()
  expect(scan('#if !defined(MODULE) || defined(FIPS_MODULE)\n')[0]?.handledBy).toContain('FIPS_MODULE')
})

test('parameters, initcalls and exports that cannot cross are found with their lines', () => {
  const source = `__setup("ca_keys=", ca_keys_setup);
early_param("x", f);
early_initcall(g);
EXPORT_PER_CPU_SYMBOL_GPL(v);
DEFINE_STATIC_KEY_FALSE(key);
EXPORT_SYMBOL_GPL(key);
static DEFINE_STATIC_KEY_FALSE(own);
EXPORT_SYMBOL_GPL(shash_no_setkey);
EXPORT_SYMBOL_GPL(other);
if (alg->cra_module != THIS_MODULE)
err = register_btf_kfunc_id_set(BPF_PROG_TYPE_XDP, &set);
`
  expect(seen(source)).toEqual([
    '1 setup-parameter',
    '2 early-parameter',
    '3 early-initcall',
    '4 per-cpu-export',
    '6 static-key-export',
    '8 compared-address',
    '10 this-module-test',
    '11 kfunc-set',
  ])
  expect(scan(source).find(({ kind }) => kind === 'early-parameter')?.handledBy).toBeUndefined()
  expect(scan(source)[0]).toMatchObject({ path: 'crypto/x.c', text: '__setup("ca_keys=", ca_keys_setup);' })
})

test('comments and strings are not code', () => {
  expect(
    seen('/* __setup("x", f)\n__setup("x", f)\n*/\n// IS_REACHABLE(CONFIG_X)\nputs("IS_REACHABLE(X)");\n'),
  ).toEqual([])
})
