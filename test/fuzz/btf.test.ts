// SPDX-License-Identifier: GPL-2.0-only
import {
  type Btf,
  countTypes,
  isMadeWith,
  kernelRefusal,
  memberAt,
  NOTHING_KNOWN,
  readBtf,
  rulesOfKernel,
  typeById,
  typesNamed,
  withoutNames,
} from '../../src/formats/btf/index.js'
import { writeBtf } from '../../src/formats/btf/testing/write-btf.js'
import { changedLayouts } from '../../src/reuse/explain/moved-members.js'
import { fuzzBytes } from './harness/fuzz.js'
import { COMPILED } from './seeds/c-source.js'
import { toolchain } from './seeds/scratch.js'

const tools = toolchain()
tools.write('demo.c', COMPILED)
tools.run('gcc', '-g', '-O2', '-c', 'demo.c', '-o', 'demo.o')
tools.run('pahole', '--btf_encode_detached=demo.btf', 'demo.o')
const made = tools.bytes('demo.btf')
const written = writeBtf([
  { kind: 'int', name: 'int', third: 4, tail: [0x01000020] },
  { kind: 'enum64', name: 'big', vlen: 1, third: 8, kindFlag: true, tail: ['BIG', 0xffffffff, 0xffffffff] },
  { kind: 'struct', name: 's', vlen: 2, third: 16, kindFlag: true, tail: ['a', 1, 0x03000000, '', 3, 64] },
  { kind: 'var', name: 'v', third: 3, tail: [1] },
  { kind: 'datasec', name: '.data', vlen: 1, third: 16, tail: [4, 0, 16] },
  { kind: 'decl_tag', name: 'tag', third: 3, tail: [0xffffffff] },
])
const seeds = [made, written]
const base = readBtf(made)
const split = [
  writeBtf(
    [
      { kind: 'struct', name: 'mine', vlen: 1, third: 8, tail: ['other', 1, 0] },
      { kind: 'ptr', third: base.endId },
    ],
    base,
  ),
]

/** Everything that can be asked about every type. */
function all(btf: Btf): unknown {
  const answers: unknown[] = []
  for (let id = btf.firstId; id < btf.endId; id++) {
    const type = typeById(btf, id)
    answers.push(type, withoutNames(btf, id), memberAt(btf, type, 'one.y'), memberAt(btf, type, 'v'))
  }
  return answers
}

fuzzBytes('readBtf', seeds, bytes => readBtf(bytes))
fuzzBytes('readBtf with a base', split, bytes => all(readBtf(bytes, base)))
fuzzBytes('countTypes', seeds, countTypes)
fuzzBytes('kernelRefusal', seeds, bytes => kernelRefusal(bytes, { rules: NOTHING_KNOWN }))
fuzzBytes('kernelRefusal with a base', split, bytes => kernelRefusal(bytes, { base, rules: NOTHING_KNOWN }))
fuzzBytes('rulesOfKernel', seeds, bytes => rulesOfKernel(readBtf(bytes)))
fuzzBytes('isMadeWith', split, bytes => isMadeWith(readBtf(bytes, base)))
fuzzBytes('typeById, memberAt', seeds, bytes => all(readBtf(bytes)))
fuzzBytes('typesNamed', seeds, bytes => {
  const btf = readBtf(bytes)
  return [typesNamed(btf, 'outer', 'struct'), typesNamed(btf, '', 'union')]
})
fuzzBytes('changedLayouts', seeds, bytes => {
  const btf = readBtf(bytes)
  return [changedLayouts(base, btf), changedLayouts(btf, base), changedLayouts(btf, btf)].map(layouts => [
    layouts,
    layouts.places.map(({ moved }) => layouts.changesOf(moved.struct)),
    layouts.sizes.map(({ struct }) => layouts.changesOf(struct)),
  ])
})
