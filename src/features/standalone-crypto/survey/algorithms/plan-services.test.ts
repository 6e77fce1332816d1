// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig } from '../../../../formats/dot-config/index.js'
import { scratch } from '../../../../formats/testing/scratch.js'
import type { PlannedObject } from '../plan.js'
import { activeSource } from './active-source.js'
import { algorithmsText } from './algorithms-text.js'
import { planAlgorithms } from './plan-algorithms.js'
import { planServices } from './plan-services.js'
import { registeredNames } from './registered-names.js'

const template = (name: string) =>
  `static struct crypto_template ${name}_tmpls[] = {\n\t{\n\t\t.name = "${name}",\n\t},\n};\n`
const FILES = {
  'crypto/aes.c':
    'struct crypto_alg alg = {\n\t.cra_name\t=\t"aes",\n\t.cra_driver_name = "aes-generic",\n};\n',
  'crypto/aesni.c': '.cra_name = "cbc(aes)",\n.cra_name = "__cbc(aes)",\n',
  'crypto/cbc.c': template('cbc'),
  'crypto/hmac.c': template('hmac'),
  'crypto/sha.c': '.base.cra_name = "sha256"',
  'crypto/serpent.c': '.cra_name = "serpent"',
  'crypto/drbg.c': `#ifdef CONFIG_CRYPTO_DRBG_CTR
	.cra_name = "ctr_aes128",
#endif
	.cra_name = "sha256",
	memcpy(alg->base.cra_driver_name, "drbg_pr_", 8);
	memcpy(alg->base.cra_driver_name, "drbg_nopr_", 10);
`,
  'crypto/testmgr.c': `static const struct alg_test_desc alg_test_descs[] = {
	{
		.alg = "cbc(aes)",
		.fips_allowed = 1,
	}, {
		.alg = "ecb(aes)",
		.fips_allowed = 1,
	}, {
		.alg = "ecb(serpent)",
	}, {
		.alg = "drbg_pr_sha256",
	}, {
		.alg = "sha256",
		.fips_allowed = 1,
	}
};
`,
}
const root = scratch()
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const object = (
  name: string,
  placement: PlannedObject['placement'],
  parts: string[] = [],
): PlannedObject => ({
  name,
  placement,
  parts,
  option: undefined,
  because: undefined,
})
const objects = [
  object('aes.o', 'moves'),
  object('aes-intel.o', 'module', ['aesni.o', 'aesni-asm.o']),
  object('cbc.o', 'moves'),
  object('hmac.o', 'module'),
  object('sha.o', 'moves'),
  object('serpent.o', 'module'),
  object('drbg.o', 'off'),
]
const APPROVED =
  '/* Left out: "sha1" */\n"sha256", "hmac(sha256)", "cbc(aes)",\n"drbg_nopr_sha256", "drbg_pr_sha256", "gcm(aes)"\n'
const algorithms = await planAlgorithms(root, {
  directories: [{ path: 'crypto', isPresent: true, objects }],
  config: readDotConfig('CONFIG_CRYPTO_DRBG_CTR=n\n'),
})
const services = planServices(APPROVED, algorithms)

test('an algorithm is where the objects are that register it', () => {
  expect(algorithms.find(({ name }) => name === 'cbc(aes)')).toEqual({
    name: 'cbc(aes)',
    inside: [],
    vmlinux: [],
    modules: ['crypto/aes-intel.o'],
    off: [],
    unknown: [],
    letIn: true,
  })
  expect(algorithms.map(({ name, letIn }) => `${name} ${letIn}`)).toEqual([
    'aes true',
    'cbc true',
    'cbc(aes) true',
    'drbg_nopr_sha256 null',
    'drbg_pr_sha256 false',
    'hmac null',
    'serpent false',
    'sha256 true',
  ])
})

test('a service is approved if all its parts are inside, and what keeps it from that is named', () => {
  expect(services.map(({ name, verdict, because }) => [name, verdict, ...because])).toEqual([
    ['sha256', 'approved'],
    ['hmac(sha256)', 'not approved', 'hmac'],
    ['cbc(aes)', 'approved'],
    ['drbg_nopr_sha256', 'absent', 'drbg_nopr_sha256'],
    ['drbg_pr_sha256', 'refused'],
    ['gcm(aes)', 'absent', 'gcm'],
  ])
})

test('modules that serve an approved service as well are named', () => {
  expect(services.flatMap(({ name, alsoIn }) => (alsoIn.length > 0 ? [[name, ...alsoIn]] : []))).toEqual([
    ['cbc(aes)', 'crypto/aes-intel.o'],
  ])
})

test('the text is a table, and lists of services', () => {
  const text = algorithmsText({ algorithms, services })
  expect(text).toMatch(/^ {2}cbc\(aes\) +aes-intel\.ko +allowed$/m)
  expect(text).toMatch(/^ {2}serpent +serpent\.ko +refused$/m)
  expect(text).toContain('off: drbg_nopr_sha256 drbg_pr_sha256\n')
  expect(text).toContain('approved services with fips=1: 2 services of 6')
})

test('of a source, what options leave out does not count', () => {
  const source =
    '#ifdef CONFIG_A\na\n#else\nb\n#endif\n#if IS_ENABLED(CONFIG_B)\nc\n#if X\nd\n#endif\n#endif\n#ifndef CONFIG_B\ne\n#endif\n'
  const active = (config: string) => activeSource(source, readDotConfig(config)).split('\n').join('')
  expect(active('CONFIG_A=y\n')).toBe('ae')
  expect(active('CONFIG_B=m\n')).toBe('bcd')
})

test('a generator named stdrng goes by its driver', () => {
  const source = '.base.cra_name = "stdrng",\n.base.cra_driver_name = "drbg_nopr_hmac_sha512",\n'
  expect(registeredNames(source)).toEqual(['drbg_nopr_hmac_sha512'])
})
