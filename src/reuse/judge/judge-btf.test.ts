// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest'
import { readBtf } from '../../formats/btf/index.js'
import { type RawType, writeBtf } from '../../formats/btf/testing/write-btf.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import type { KernelFacts } from '../kernel/kernel-facts.js'
import type { ModuleFacts } from '../module/module-facts.js'
import { judgeBtf } from './judge-btf.js'
import type { JudgeInput } from './judge-input.js'

const INT: RawType = { kind: 'int', name: 'int', third: 4, tail: [32] }
const ofKernel = (...types: readonly RawType[]) => readBtf(writeBtf([INT, ...types]))
const kernel = ofKernel()
const module = writeBtf([{ kind: 'typedef', name: 'own_t', third: 1 }], kernel)

const BTF_MODULES = 'CONFIG_DEBUG_INFO_BTF_MODULES=y\n'
const STRICT = readDotConfig(BTF_MODULES)
const TOLERANT = readDotConfig(`${BTF_MODULES}CONFIG_MODULE_ALLOW_BTF_MISMATCH=y\n`)

function judged(
  bytes: Uint8Array | undefined,
  known: Pick<KernelFacts, 'btf' | 'config'>,
  more: Partial<ModuleFacts> & { ownBase?: Uint8Array } = {},
) {
  const { ownBase, ...rest } = more
  const input = { module: { btf: bytes && { bytes, ownBase }, ...rest }, kernel: known }
  return judgeBtf(input as JudgeInput)
}

test('BTF of the same kernel is as it should be', () => {
  for (const config of [STRICT, TOLERANT, undefined]) {
    expect(judged(module, { btf: kernel, config })).toEqual([])
    expect(judged(undefined, { btf: kernel, config })).toEqual([])
  }
})

/** In its strings a digit stands where the module's own began. */
const refusing = readBtf(writeBtf([{ ...INT, name: 'int32_t' }]))

describe('BTF of another kernel', () => {
  // The name of the typedef stands behind the 5 bytes of strings of its own kernel.
  const taking = readBtf(writeBtf([{ ...INT, name: 'integer' }]))

  test('that the kernel takes says wrong things about types, which decides nothing', () => {
    for (const config of [STRICT, TOLERANT, undefined]) {
      expect(judged(module, { btf: taking, config })).toEqual([
        {
          fact: 'btf',
          effect: 'differs',
          text: "its BTF was made with another kernel's: the kernel takes it, but what it says of types is wrong",
        },
      ])
    }
  })

  test('that the kernel refuses keeps the module out if the configuration says so', () => {
    const reason = 'the kernel refuses its BTF: Invalid name'
    const detail = '[2] TYPEDEF 2_t Invalid name'
    const option = 'CONFIG_MODULE_ALLOW_BTF_MISMATCH'
    expect(judged(module, { btf: refusing, config: STRICT })).toEqual([
      { fact: 'btf', effect: 'breaks', text: `${reason}, and so the module (${option} is off)`, detail },
    ])
    expect(judged(module, { btf: refusing, config: TOLERANT })).toEqual([
      { fact: 'btf', effect: 'differs', text: `${reason}; it loads the module without (${option})`, detail },
    ])
    expect(judged(module, { btf: refusing, config: undefined })).toEqual([
      {
        fact: 'btf',
        effect: 'unseen',
        text: `${reason}; without ${option}, which is not known, it refuses the module`,
        detail,
      },
    ])
    // Nobody looks at it.
    expect(judged(module, { btf: refusing, config: readDotConfig('CONFIG_X=y\n') })).toEqual([])
  })

  test('that some kernels refuse is not proven where it cannot be seen which this is', () => {
    const flagged = writeBtf([{ kind: 'type_tag', name: 't', third: 1, kindFlag: true }], kernel)
    const text = 'the kernel may refuse its BTF: Invalid btf_info kind_flag'
    expect(judged(flagged, { btf: kernel, config: STRICT })).toMatchObject([
      { effect: 'unseen', text: expect.stringContaining(text) },
    ])
    expect(judged(flagged, { btf: kernel, config: TOLERANT })).toMatchObject([{ effect: 'differs' }])
    const newer = ofKernel(
      { kind: 'func_proto' },
      { kind: 'func', name: 'btf_check_modifier_chain_length', third: 2 },
    )
    const over = writeBtf([{ kind: 'type_tag', name: 't', third: 1, kindFlag: true }], newer)
    expect(judged(over, { btf: newer, config: STRICT })).toEqual([])
  })

  test('is not known to be refused without the BTF of the kernel', () => {
    expect(judged(module, { btf: undefined, config: STRICT })).toMatchObject([{ effect: 'unseen' }])
    expect(judged(module, { btf: undefined, config: TOLERANT })).toEqual([])
    expect(judged(module, { btf: undefined, config: undefined })).toEqual([])
  })

  test('is ignored in an embedded module', () => {
    const contract = {} as NonNullable<ModuleFacts['contract']>
    expect(judged(module, { btf: refusing, config: STRICT }, { contract })).toMatchObject([
      { effect: 'differs', text: "its BTF was made with another kernel's, and will be ignored" },
    ])
    expect(judged(module, { btf: kernel, config: STRICT }, { contract })).toEqual([])
  })
})

test('a kernel that refuses its own BTF refuses that of every module', () => {
  const broken = ofKernel({ kind: 'fwd' })
  expect(judged(writeBtf([], broken), { btf: broken, config: STRICT })).toMatchObject([
    {
      effect: 'breaks',
      text: expect.stringContaining(
        'the kernel refuses its own BTF and with it that of every module: Invalid name',
      ),
      detail: '[2] FWD (anon) Invalid name',
    },
  ])
})

describe('BTF with a base of its own', () => {
  const relocating = ofKernel({ kind: 'struct', name: 'btf', vlen: 1, third: 4, tail: ['base_id_map', 1, 0] })
  const ownBase = kernel.bytes

  test('is validated over that, and whether the kernel has its types is not looked at', () => {
    const known = { btf: relocating, config: STRICT }
    expect(judged(module, known, { ownBase })).toMatchObject([
      { effect: 'unseen', text: expect.stringContaining('base of its own') },
    ])
    expect(judged(module, { ...known, config: TOLERANT }, { ownBase })).toMatchObject([{ effect: 'differs' }])
    expect(judged(module, known, { ownBase: writeBtf([{ kind: 'fwd' }]) })).toMatchObject([
      { effect: 'breaks', detail: '[1] FWD (anon) Invalid name' },
    ])
  })

  test('is validated over that of the kernel where kernels do not know such a base', () => {
    expect(judged(module, { btf: refusing, config: STRICT }, { ownBase })).toMatchObject([
      { effect: 'breaks', detail: '[2] TYPEDEF 2_t Invalid name' },
    ])
  })
})
