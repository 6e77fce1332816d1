// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest'
import type { CarryingKernel, ModuleContract } from '../../features/module-contract.js'
import { type Btf, readBtf } from '../../formats/btf/index.js'
import { type RawType, writeBtf } from '../../formats/btf/testing/write-btf.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { readElf } from '../../formats/elf/index.js'
import { writeElf } from '../../formats/elf/testing/write-elf.js'
import type { KernelExport, KernelFacts } from '../kernel/kernel-facts.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Fact } from '../reuse-report.js'
import type { JudgeInput } from './judge-input.js'
import { judgeModule } from './judge-module.js'

const VERMAGIC = '6.1.0 SMP mod_unload modversions '

/** struct module of 64 bytes with init at 8 and exit at 16, and struct bug_entry of 12. */
const KERNEL_TYPES: readonly RawType[] = [
  { kind: 'int', name: 'long', third: 8, tail: [64] },
  {
    kind: 'struct',
    name: 'module',
    vlen: 3,
    third: 64,
    tail: ['state', 1, 0, 'init', 1, 64, 'exit', 1, 128],
  },
  {
    kind: 'struct',
    name: 'bug_entry',
    vlen: 3,
    third: 12,
    tail: ['addr', 1, 0, 'file', 1, 32, 'line', 1, 64],
  },
]
const btf = readBtf(writeBtf(KERNEL_TYPES))
const foreignBtf = writeBtf([{ kind: 'const', third: 90 }])

const exported = (rest: Partial<KernelExport> = {}): KernelExport => ({
  crc: 7,
  gpl: false,
  namespace: '',
  provider: 'vmlinux',
  ...rest,
})

const aModule: ModuleFacts = {
  sha256: 'ab',
  path: 'gcm.ko',
  hasSymbols: true,
  name: 'gcm',
  arch: 'x86_64',
  vermagic: VERMAGIC,
  gpl: true,
  depends: [],
  namespaces: [],
  imports: ['kfree'],
  crcs: new Map([['kfree', 7]]),
  exports: [],
  layout: { size: 64, init: 8, exit: 16 },
  records: [{ section: '__bug_table', struct: 'bug_entry', size: 24, addresses: [0, 4, 12, 16] }],
  features: [],
  btf: undefined,
  contract: undefined,
}
const aKernel: KernelFacts = {
  path: 'vmlinux',
  kind: 'tree',
  arch: 'x86_64',
  release: '6.1.0',
  vermagic: VERMAGIC,
  exports: new Map([['kfree', exported()]]),
  withModules: true,
  btf,
  ownModule: undefined,
  config: readDotConfig('CONFIG_DEBUG_INFO_BTF_MODULES=y\n'),
  features: undefined,
  carries: new Map(),
}

/** The same module, as compiled for another kernel. */
const compiled = (facts: Partial<ModuleFacts>, differences: readonly string[] = []) => ({
  facts: { ...aModule, ...facts },
  differences,
})

function judge(
  module: Partial<ModuleFacts> = {},
  kernel: Partial<KernelFacts> = {},
  more: Partial<JudgeInput> = {},
) {
  return judgeModule({
    module: { ...aModule, ...module },
    kernel: { ...aKernel, ...kernel },
    baseline: undefined,
    companions: new Map(),
    companionNames: new Set(),
    compiled: compiled({ vermagic: kernel.vermagic ?? VERMAGIC }),
    accepts: false,
    recompiled: undefined,
    ...more,
  })
}

/** Effect and text of what was found about a fact. */
const found = (fact: Fact, { findings }: ReturnType<typeof judge>) =>
  findings.filter(finding => finding.fact === fact).map(({ effect, text }) => `${effect}: ${text}`)

test('a module that is the same when compiled for the kernel, and has all that it needs, fits', () => {
  expect(judge()).toEqual({
    path: 'gcm.ko',
    sha256: 'ab',
    name: 'gcm',
    verdict: 'fits',
    findings: [],
    crcs: { changed: 0, compared: 1, total: 1 },
  })
})

test('without that witness nothing fits', () => {
  const judged = judge({}, {}, { compiled: undefined })
  expect(judged.verdict).toBe('not proven')
  expect(found('compiled', judged)).toEqual([expect.stringContaining('were not compared')])
})

test('a witness that was compiled for another kernel counts for nothing', () => {
  const other = judge({}, {}, { compiled: compiled({ vermagic: '6.2.0 SMP ' }) })
  expect(found('compiled', other)).toEqual([expect.stringContaining('was made for "6.2.0 SMP"')])
  const crcs = judge({}, {}, { compiled: compiled({ crcs: new Map([['kfree', 8]]) }) })
  expect(found('compiled', crcs)).toEqual([expect.stringContaining('kfree has another CRC')])
  expect([other.verdict, crcs.verdict]).toEqual(['not proven', 'not proven'])
})

test('a witness that is other code leaves open whether the kernel is the cause', () => {
  const judged = judge({}, {}, { compiled: compiled({}, ['gcm_init()', '.rodata']) })
  expect(judged.verdict).toBe('not proven')
  expect(found('compiled', judged)).toEqual([expect.stringContaining('it is another: gcm_init(), .rodata')])
})

test('sources that are compiled again speak for themselves', () => {
  const recompiled = { problem: null, differences: [], objects: ['crypto/x.o'] }
  expect(judge({}, {}, { recompiled, compiled: undefined }).verdict).toBe('fits')
  const moved = judge(
    {},
    {},
    { recompiled: { ...recompiled, differences: [{ object: 'crypto/x.o', text: 'f() in crypto/x.o' }] } },
  )
  expect(found('compiled', moved)).toEqual([
    'breaks: compiled for that kernel it is another: f() in crypto/x.o',
  ])
  const unproven = judge({}, {}, { recompiled: { ...recompiled, problem: 'the compiler is another' } })
  expect(unproven.verdict).toBe('not proven')
})

test('the same code but for a symbol that the kernel still exports is for a person to accept', () => {
  const difference = {
    object: 'crypto/x.o',
    text: 'crypto/x.o: .text',
    symbols: [{ from: 'kfree', to: 'kfree_new' }],
  }
  const recompiled = { problem: null, differences: [difference], objects: ['crypto/x.o'] }
  const asked = judge({}, {}, { recompiled })
  expect(asked.verdict).toBe('to accept')
  expect(found('compiled', asked)).toEqual([
    'to accept: compiled for that kernel it is the same but for a symbol that the kernel still exports: crypto/x.o has kfree_new where the module has kfree',
  ])
  // The finding stays, whoever has accepted it.
  const accepted = judge({}, {}, { recompiled, accepts: true })
  expect([accepted.verdict, accepted.findings]).toEqual(['fits', asked.findings])
  const gone = judge({}, { exports: new Map([['kfree_new', exported()]]) }, { recompiled, accepts: true })
  expect(gone.verdict).toBe('breaks')
  expect(found('compiled', gone)).toEqual([expect.stringMatching(/^breaks: /)])
})

describe('what modprobe refuses is told, and says nothing of the code', () => {
  const forced = readDotConfig('CONFIG_MODULE_FORCE_LOAD=y\n')
  const later = { vermagic: '6.1.1 SMP mod_unload modversions ' }
  const REFUSED: [title: string, Fact, Partial<ModuleFacts>, Partial<KernelFacts>, why: string][] = [
    ['other CRCs', 'crcs', { crcs: new Map([['kfree', 8]]) }, {}, 'imports have other CRCs'],
    [
      'another release without CRCs',
      'vermagic',
      { crcs: new Map() },
      later,
      'it was made for the release 6.1.0, and has no CRCs',
    ],
    ['no vermagic', 'vermagic', { vermagic: '' }, {}, 'it has no vermagic'],
  ]
  test.each(REFUSED)('%s', (_, fact, module, kernel, why) => {
    const judged = judge(module, kernel)
    expect(found(fact, judged)).toEqual([
      `refused: ${why}; this kernel loads no module by force (MODULE_FORCE_LOAD)`,
    ])
    expect(judged.verdict).toBe('fits')
    expect(found(fact, judge(module, { ...kernel, config: forced }))).toEqual([
      `refused: ${why}; by force (modprobe -f) the kernel loads it, and is tainted`,
    ])
    expect(found(fact, judge(module, { ...kernel, config: undefined }))).toEqual([`refused: ${why}`])
  })
})

test('CRCs are counted where both sides have them', () => {
  const crcs = new Map([
    ['kfree', 8],
    ['x', 1],
  ])
  expect(judge({ crcs }).crcs).toEqual({ changed: 1, compared: 1, total: 2 })
  const none = { exports: new Map([['kfree', exported({ crc: null })]]) }
  expect(judge({ crcs }, none).crcs).toEqual({ changed: 0, compared: 0, total: 2 })
})

const FEATURES = { names: new Map([[3, 'FEATURE_PSE']]), end: 32 }
const CASES: readonly (readonly [
  fact: Fact,
  title: string,
  module: Partial<ModuleFacts>,
  kernel: Partial<KernelFacts>,
  text: string,
])[] = [
  ['architecture', 'another', {}, { arch: 'arm64' }, 'the module is for x86_64, the kernel for arm64'],
  [
    'vermagic',
    'other words',
    {},
    { vermagic: '6.1.0 SMP preempt ' },
    'it was made for a kernel with "SMP mod_unload modversions", this one is "SMP preempt"',
  ],
  [
    'symbols',
    'a stripped module',
    { hasSymbols: false },
    {},
    'it has no symbol table, and the kernel loads no stripped module: keep it from being stripped',
  ],
  ['imports', 'a missing one', { imports: ['kfree', 'x'] }, {}, 'x is not exported by the kernel'],
  [
    'namespaces',
    'one that is not imported',
    {},
    { exports: new Map([['kfree', exported({ namespace: 'CRYPTO' })]]) },
    'kfree is in the namespace CRYPTO, which the module does not import',
  ],
  [
    'namespaces',
    'one for other modules',
    {},
    { exports: new Map([['kfree', exported({ namespace: 'module:kvm,kvm-*' })]]) },
    'kfree is in the namespace module:kvm,kvm-*, which the module does not import',
  ],
  [
    'license',
    'a GPL symbol',
    { gpl: false },
    { exports: new Map([['kfree', exported({ gpl: true })]]) },
    'kfree is for GPL modules only, and this is none',
  ],
  [
    'struct module',
    'another size',
    { layout: { size: 128, init: 8, exit: 16 } },
    {},
    'struct module has 128 bytes in the module, 64 in the kernel',
  ],
  [
    'struct module',
    'a moved pointer',
    { layout: { size: 64, init: 8, exit: 24 } },
    {},
    'module.exit is at 24 in the module, at 16 in the kernel',
  ],
  [
    'struct module',
    'another size than a module of a kernel without BTF',
    {},
    { btf: undefined, ownModule: { size: 72, init: 8, exit: 16 } },
    'struct module has 64 bytes in the module, 72 in the kernel',
  ],
  [
    'sections',
    'records of another size',
    { records: [{ section: '__bug_table', struct: 'bug_entry', size: 24, addresses: [0, 8, 16] }] },
    {},
    '__bug_table holds no records of 12 bytes, as struct bug_entry has in the kernel',
  ],
  [
    'features',
    'a number out of range',
    { features: [{ number: 64, count: 1 }] },
    { features: FEATURES },
    'its alternatives ask for feature 64, the kernel has 32: applying them is a BUG()',
  ],
  [
    'btf',
    'that of another kernel, refused',
    { btf: { bytes: foreignBtf, ownBase: undefined } },
    {},
    'the kernel refuses its BTF: type_id does not exist, and so the module (CONFIG_MODULE_ALLOW_BTF_MISMATCH is off)',
  ],
]

test.each(CASES)('%s: %s breaks', (fact, _, module, kernel, text) => {
  const judged = judge(module, kernel)
  expect(found(fact, judged)).toEqual([`breaks: ${text}`])
  expect(judged.verdict).toBe('breaks')
})

test('what cannot be seen of the kernel leaves the verdict open', () => {
  const blind: [Fact, Partial<ModuleFacts>, Partial<KernelFacts>][] = [
    ['vermagic', {}, { vermagic: undefined }],
    ['imports', { imports: ['x'], depends: ['other'] }, { withModules: false }],
    ['imports', {}, { exports: new Map() }],
    ['struct module', {}, { btf: undefined }],
    ['sections', {}, { btf: undefined }],
    ['features', { features: [{ number: 3, count: 1 }] }, {}],
    ['features', { features: [{ number: 3, count: 1 }] }, { features: FEATURES }],
    ['btf', { btf: { bytes: foreignBtf, ownBase: undefined } }, { config: undefined }],
    ['signature', {}, { config: readDotConfig('CONFIG_MODULE_SIG_FORCE=y\n') }],
  ]
  for (const [fact, module, kernel] of blind) {
    const judged = judge(module, kernel, { compiled: undefined })
    expect(found(fact, judged), fact).toEqual([expect.stringMatching(/^unseen: /)])
    expect(judged.verdict).toBe('not proven')
  }
})

test('what lies in the module needs no other proof when a compiler has witnessed it', () => {
  const blind = { btf: undefined, config: undefined }
  const module = { features: [{ number: 3, count: 1 }] }
  expect(judge(module, blind).verdict).toBe('fits')
  // Another symbol does not make them other records.
  const difference = { object: 'crypto/x.o', text: '', symbols: [{ from: 'kfree', to: 'kfree_new' }] }
  const recompiled = { problem: null, differences: [difference], objects: ['crypto/x.o'] }
  expect(judge(module, blind, { recompiled }).verdict).toBe('to accept')
})

test('feature numbers are compared by what they meant', () => {
  const module = { features: [{ number: 3, count: 1 }] }
  const baseline = (name: string) => ({
    baseline: { ...aKernel, features: { names: new Map([[3, name]]), end: 32 } },
  })
  expect(found('features', judge(module, { features: FEATURES }, baseline('FEATURE_PSE')))).toEqual([])
  expect(found('features', judge(module, { features: FEATURES }, baseline('FEATURE_TSC')))).toEqual([
    'breaks: feature 3 of its alternatives was FEATURE_TSC, in the kernel it is FEATURE_PSE',
  ])
})

test('an import may come from a module that moves along', () => {
  const companions = new Map([['x', 'other']])
  expect(judge({ imports: ['x'] }, {}, { companions }).verdict).toBe('fits')
})

describe('BTF and namespaces that the configuration tolerates', () => {
  const config = readDotConfig(
    'CONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_MODULE_ALLOW_BTF_MISMATCH=y\nCONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS=y\n',
  )
  test('differ, which breaks nothing', () => {
    const exports = new Map([['kfree', exported({ namespace: 'CRYPTO' })]])
    const judged = judge({ btf: { bytes: foreignBtf, ownBase: undefined } }, { config, exports })
    expect(judged.findings.map(({ effect }) => effect)).toEqual(['differs', 'differs'])
    expect(judged.verdict).toBe('fits')
  })
})

describe('a module that its kernel carries', () => {
  const contract: ModuleContract<{ version: number }, CarryingKernel & { wanted: number }> = {
    built: { module: 'demo/demo.ko', digest: 'demo/demo.ko.hmac' },
    sources: {
      lists: [],
      stays: 'obj-stays',
      options: [],
      directories: async () => [],
      makeup: async () => undefined,
    },
    readModule: () => undefined,
    readKernel: () => undefined,
    judge: (module, kernel) =>
      module.version === kernel?.wanted ? [] : [{ effect: 'breaks', text: `it wants ${kernel?.wanted}` }],
    readDigest: () => undefined,
    verify: async () => [],
  }
  const module: Partial<ModuleFacts> = { contract: { contract, part: { version: 1 } } }
  const carrying = (wanted: number) => ({
    carries: new Map([[contract, { module: readElf(writeElf({})), wanted }]]),
  })

  test('is judged by their contract as well', () => {
    expect(judge(module, carrying(1)).verdict).toBe('fits')
    const judged = judge(module, carrying(2))
    expect(found('boundary', judged)).toEqual(['breaks: it wants 2'])
    expect(judged.verdict).toBe('breaks')
    expect(found('boundary', judge(module, {}))).toEqual(['breaks: it wants undefined'])
  })

  test('is loaded whatever its BTF, its release and its signature are', () => {
    const judged = judge(
      { ...module, btf: { bytes: foreignBtf, ownBase: undefined }, crcs: new Map() },
      {
        ...carrying(1),
        vermagic: '6.1.1 SMP mod_unload modversions ',
        config: readDotConfig('CONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_MODULE_SIG_FORCE=y\n'),
      },
    )
    expect(judged.findings).toMatchObject([{ fact: 'btf', effect: 'differs' }])
    expect(judged.verdict).toBe('fits')
  })

  test('imports nothing from other modules, as none is loaded before it', () => {
    const judged = judge(module, {
      ...carrying(1),
      exports: new Map([['kfree', exported({ provider: 'lib/x' })]]),
    })
    expect(found('imports', judged)).toEqual([expect.stringMatching(/^breaks: kfree is exported by lib\/x/)])
  })
})

/** A kernel may have several structs of one name: C's scopes are translation units. */
test('one shape of a struct that matches is enough', () => {
  const twice: Btf = readBtf(
    writeBtf([...KERNEL_TYPES, { kind: 'struct', name: 'module', vlen: 1, third: 8, tail: ['other', 1, 0] }]),
  )
  expect(judge({}, { btf: twice }).verdict).toBe('fits')
})
