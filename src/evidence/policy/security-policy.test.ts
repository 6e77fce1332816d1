// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Boundary } from '../../features/standalone-crypto/boundary/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { policyHtml } from '../../report-page/index.js'
import { madeSubject } from '../testing/made-subject.js'
import { INDICATORS } from './indicators.js'
import { policyMarkdown } from './markdown.js'
import { policyInputs } from './policy-inputs.js'
import { securityPolicy } from './security-policy.js'
import type { TestedConfiguration } from './tested-configurations.js'

const imported = (name: string, more: Partial<Boundary['imports'][number]>): Boundary['imports'][number] => ({
  ...{ name, kind: 'function', definedIn: null, users: [], neededBy: [] },
  ...{ class: 'kernel service', because: null },
  ...more,
})
const boundary: Boundary = {
  objects: [{ path: 'crypto/sha256_generic.o', bytes: 1 }],
  functions: [],
  variables: [],
  imports: [
    imported('kfree_sensitive', {
      users: [{ object: 'crypto/hmac.o', from: [{ name: 'hmac_exit', references: 2 }] }],
    }),
    imported('get_random_bytes', { class: 'named exception', because: 'entropy is outside' }),
  ],
  outside: [{ path: 'crypto/fips.o', because: 'used before the load' }],
  copies: [],
}
const SOURCES: Readonly<Record<string, string>> = {
  'crypto/hmac.c': 'void hmac_setkey(void)\n{\n\tmemzero_explicit(key, 1);\n}\n',
  'crypto/md5.c': 'void f(void)\n{\n\tpanic("md5: self-test | failed\\n");\n}\n',
  'crypto/fips140/loader.c': 'void g(void)\n{\n\tpanic("fips140: out of memory\\n");\n}\n',
}
const configuration: TestedConfiguration = {
  ...{ bundle: 'evidence.intoto.jsonl', line: 3, command: 'boot', release: '6.12.0', arch: 'x86_64' },
  ...{ scenarios: ['fips=1'], machine: 'QEMU emulator 7.2', result: 'PASSED', passed: 12, failed: 0 },
  ...{ time: '2026-01-02T03:04:05Z', signature: 'verified' },
}

const dir = scratch()
writeFileSync(join(dir, '.config'), 'CONFIG_CC_VERSION_TEXT="gcc 12"\nCONFIG_AS_VERSION=24000\n')
writeFileSync(
  join(dir, 'modules.order'),
  'crypto/serpent_generic.o\ncrypto/fips140/fips140.o\nfs/ext4/ext4.o\n',
)
const subject = await madeSubject(dir, { boundary, readSource: async path => SOURCES[path] })
const inputs = await policyInputs(subject, [configuration])
const made = securityPolicy(inputs, { version: '0.1.0' })
const markdown = policyMarkdown(made)
const page = policyHtml(made, { style: 'p { margin: 0 }' })

test('the sections are those of a security policy, in order', () => {
  const [whole, parts] = [made.sections.filter(({ number }) => !number.includes('.')), made.sections]
  expect(whole.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(parts.map(({ number }) => number).slice(1, 5)).toEqual(['2', '2.1', '2.2', '2.3'])
})

test.each([
  ['name and digest', /\| HMAC-SHA256, which the module checks \| `abab/],
  ['the compiler', /\| compiler \| `gcc 12` \|/],
  ['components inside', /\| `crypto` \| 1 \| inside \| selected as built in/],
  [
    'components outside, with the reason',
    /\| `crypto` \| 1 \| outside \| used before the load \| `fips\.o` \|/,
  ],
  ['modules beside it, less itself', /\| `crypto\/serpent_generic\.ko` \| selected as a module[^|]*\|\n\n/],
  ['named exceptions', /\| named exception \| 1 \| entropy is outside \|/],
  [
    'attested tests',
    /\| 6\.12\.0 \| x86\\_64 \| QEMU emulator 7\.2 \| fips=1 \| boot \| PASSED \| 12 passed, 0 failed \|/,
  ],
  [
    'approved algorithms',
    /\| AES-CBC \| `cbc\(aes\)` \| `cbc-aes-aesni` \| encrypt, decrypt \| tested with 128, 256 \|/,
  ],
  [
    'services with their indicator',
    /\| `sha256` \| `sha256-generic` \| `approved: sha256 sha256-generic` \| allowed/,
  ],
  [
    'services that are not approved',
    /\| `md5` \| `md5-generic` \| `not approved: md5 md5-generic` \| refused \|/,
  ],
  ['zeroization by relocations', /\| `crypto\/hmac\.o` \| `kfree_sensitive` \| `hmac_exit ×2` \|/],
  ['zeroization by sources', /\| `crypto\/hmac\.c` \| `memzero_explicit` \| `hmac_setkey` \|/],
  [
    'self-tests',
    /\| `alg_test_skcipher` \| `__cbc\(aes\) cbc\(aes\)` \| 2 \| 2 in no boot that was given \|/,
  ],
  [
    'messages of errors, with pipes that do not end a cell',
    /\| `md5: self-test \\\| failed` \| `crypto\/md5\.c` \|/,
  ],
  [
    'messages of the loader',
    /Messages of the loader[^|]*\| message \| source \|\n[^\n]*\n\| `fips140: out of memory` \|/,
  ],
])('it tells %s', (_, pattern) => {
  expect(markdown).toMatch(pattern)
})

test('what a person must write is marked, in the page as well', () => {
  const blocks = made.sections.flatMap(section => section.blocks).filter(({ kind }) => kind === 'person')
  expect(blocks.length).toBeGreaterThan(12)
  expect(markdown.split('> **To be written by a person:**')).toHaveLength(blocks.length + 1)
  expect(page.split('<strong>To be written by a person:</strong>')).toHaveLength(blocks.length + 1)
})

test('no word says that anything is validated or certified', () => {
  for (const text of [markdown, page])
    expect(text).not.toMatch(/\b(?:validated|validation|certified|certification|compliance)\b/i)
})

test('the page has every table, runs no script and loads nothing', () => {
  const tables = made.sections
    .flatMap(section => section.blocks)
    .filter(block => block.kind === 'table' && block.rows.length > 0)
  expect(page.split('<table>')).toHaveLength(tables.length + 1)
  expect(page).not.toMatch(/<script|src=|http:|https:/)
  expect(page).toContain('default-src &#39;none&#39;')
})

test('names from a kernel cannot break out of a cell or a page', () => {
  const hostile = {
    title: '<b>*x*</b>',
    about: '',
    sections: [
      {
        ...{ number: '1', title: 'a|b' },
        blocks: [
          {
            ...{ kind: 'table' as const, caption: 'c', head: ['h'], code: [0] },
            rows: [['`|</code><script>\n']],
          },
        ],
      },
    ],
  }
  expect(policyMarkdown(hostile)).toContain("| `'\\|</code><script> ` |")
  expect(policyMarkdown(hostile)).toContain('# \\<b\\>\\*x\\*\\</b\\>')
  expect(policyHtml(hostile, { style: '' })).toContain('<code>`|&lt;/code&gt;&lt;script&gt;')
})

test('the answers of the indicators are those of the code that gives them', () => {
  const status = readFileSync(
    new URL('../../features/standalone-crypto/payload/crypto/fips140/status.c', import.meta.url),
    'utf8',
  )
  const own = INDICATORS.filter(({ how }) => /proc\/fips140|sys\/module/.test(how))
  const words = own
    .flatMap(({ answers }) => answers)
    .filter(answer => !/^(?:the version|64 hex|fips140|success)/.test(answer))
  expect(words.length).toBeGreaterThan(8)
  for (const word of words) expect(status).toMatch(new RegExp(`"${word}"|-${word}\\b`))
  for (const { how } of own) {
    const field = /line (.+?:) of/.exec(how)?.[1]
    if (field !== undefined) expect(status).toContain(field)
  }
})

test('of what is no build there is no policy', async () => {
  await expect(policyInputs({ ...subject, boundary: null }, [])).rejects.toThrow('is no build')
})
