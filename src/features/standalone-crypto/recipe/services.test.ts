// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'

const SCRIPT = fileURLToPath(new URL('../payload/crypto/fips140/services.sh', import.meta.url))
const objtree = scratch()

const APPROVED = `"sha256", "hmac(sha256)",
"ctr(aes)", "drbg_nopr_ctr_aes128",
"ecdsa-nist-p256", "ecdh-nist-p256",
`

/** A name as struct crypto_alg has it, with another one in the next bytes but for those of an int. */
const algorithm = (name: string) =>
  `\t.data\n\t.long 100, 0\n\t.ascii "${name}"\n\t.zero ${128 - name.length}\n`

const OBJECTS: Readonly<Record<string, string>> = {
  'lib/crypto/sha256.o': '.globl sha256_update\nsha256_update: ret\n',
  'lib/crypto/utils.o': '.globl crypto_xor\ncrypto_xor: ret\n',
  'crypto/sha256_generic.o': `\tcall crypto_sha256_update\n${algorithm('sha256')}`,
  'crypto/sha256.o': '.globl crypto_sha256_update\ncrypto_sha256_update: call sha256_update\n',
  // A string is no algorithm of the object that has it.
  'crypto/hmac.o': `\tcall crypto_xor\n${algorithm('hmac')}\t.section .rodata\n\t.asciz "ctr"\n`,
  'crypto/aes.o': `\tcall crypto_xor\n${algorithm('aes')}`,
  'crypto/ctr.o': algorithm('ctr'),
  'crypto/drbg.o': '\tnop\n',
  'crypto/ecc.o': `${algorithm('ecdsa-nist-p256')}${algorithm('ecdh-nist-p256')}`,
}

beforeAll(() => {
  for (const [path, source] of Object.entries(OBJECTS)) {
    mkdirSync(join(objtree, dirname(path)), { recursive: true })
    const assembly = join(objtree, path.replace(/o$/, 's'))
    writeFileSync(assembly, source)
    execFileSync('as', ['-o', join(objtree, path), assembly])
  }
  writeFileSync(join(objtree, 'approved.h'), APPROVED)
})

interface Kernel {
  /** Objects that are in vmlinux. */
  readonly outside: readonly string[]
  /** Those of them that have a reason. */
  readonly named?: readonly string[]
  readonly nm?: string
}

/** What the script calls approved. */
function services({ outside, named = [], nm = 'nm' }: Kernel) {
  const script = join(objtree, 'services.sh')
  writeFileSync(script, readFileSync(SCRIPT, 'utf8').replace('@NAMED@', named.join('\n')))
  for (const directory of ['crypto', 'lib/crypto']) {
    const objects = Object.keys(OBJECTS).filter(path => dirname(path) === directory)
    archive(
      `${directory}/crypto-module.a`,
      objects.filter(path => !outside.includes(path)),
    )
    archive(
      `${directory}/built-in.a`,
      objects.filter(path => outside.includes(path)),
    )
  }
  const args = [script, 'approved.h', 'crypto/crypto-module.a', 'lib/crypto/crypto-module.a']
  const env = { ...process.env, AR: 'ar', NM: nm }
  const { status, stdout } = spawnSync('sh', args, { cwd: objtree, env, encoding: 'utf8' })
  expect(status).toBe(0)
  return [...stdout.matchAll(/^"(.*)",$/gm)].map(([, name]) => name)
}

/** As kbuild makes it: thin, and anew. */
function archive(path: string, objects: readonly string[]) {
  execFileSync('sh', ['-c', 'rm -f "$0"; ar cDPrST "$0" "$@"', path, ...objects], { cwd: objtree })
}

const ALL = [
  'sha256',
  'hmac(sha256)',
  'ctr(aes)',
  'drbg_nopr_ctr_aes128',
  'ecdsa-nist-p256',
  'ecdh-nist-p256',
]

test('where nothing is outside, or only what is named, all services are approved', () => {
  expect(services({ outside: [] })).toEqual(ALL)
  expect(services({ outside: ['lib/crypto/utils.o'], named: ['lib/crypto/utils.o'] })).toEqual(ALL)
})

test('what needs an object outside is not approved, by way of another object or as a part of a name', () => {
  expect(services({ outside: ['lib/crypto/sha256.o'] })).toEqual(ALL.filter(name => !name.includes('sha256')))
})

test('a DRBG and what draws keys from it go by the object of the DRBG', () => {
  expect(services({ outside: ['lib/crypto/utils.o'] })).toEqual([
    'sha256',
    'ecdsa-nist-p256',
    'ecdh-nist-p256',
  ])
  writeFileSync(join(objtree, 'crypto/drbg.s'), '\tcall crypto_xor\n')
  execFileSync('as', ['-o', join(objtree, 'crypto/drbg.o'), join(objtree, 'crypto/drbg.s')])
  expect(services({ outside: ['lib/crypto/utils.o'] })).toEqual(['sha256', 'ecdsa-nist-p256'])
})

test('of an object that is no ELF file any algorithm may be', () => {
  const bitcode = join(objtree, 'crypto/ctr.o')
  writeFileSync(bitcode, 'BC bitcode')
  // llvm-nm reads both.
  const nm = join(objtree, 'nm')
  const lines = 'case $each in crypto/ctr.o) echo "$each: U crypto_xor";; -*) ;; *) nm -A $each;; esac'
  writeFileSync(nm, `#!/bin/sh\nfor each; do ${lines}; done\n`, { mode: 0o755 })
  expect(services({ outside: ['lib/crypto/utils.o'], nm })).toEqual([])
})
