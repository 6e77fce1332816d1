// SPDX-License-Identifier: GPL-2.0-only

import { UsageError } from '../../../core/errors.js'
import { EM_AARCH64, SHDR_SIZE, SYM_SIZE, sectionData, viewOf } from '../../../formats/elf/index.js'
import { DESCRIPTOR, INITCALLS, LOADER, REDIRECTS } from '../names.js'
import type { Fault, Promised } from './fault.js'
import {
  digestAnew,
  type FaultTarget,
  flip,
  indexOf,
  occurrences,
  overwrite,
  placeOf,
  section,
} from './fault-target.js'
import { writeAfterBoot } from './write-after-boot.js'

const FIPS = ['fips=1']
const TRACED = ['initcall_debug', 'ignore_loglevel']
const integrity: Promised = {
  kind: 'panic',
  text: 'fips140: integrity check: HMAC-SHA256 of the module failed',
}
/** -ENOEXEC */
const refused = (because: string): Promised => ({
  kind: 'panic',
  text: 'fips140: cannot load the embedded module: error -8',
  because,
})

/** Of x86: a write (2) to a page that is there (1). */
const readOnly: Promised = { kind: 'oops', text: '#PF: error_code(0x0003) - permissions violation' }

/** No code of it runs before the module has checked itself, and nothing depends on it. */
const SOME_FUNCTION = 'crypto_xctr_create'
const SOME_INITCALL = 'crypto_xctr_module_init'

/** What the kernel calls in it. */
const CALLED = 'crypto_alloc_shash'

/** mov $-22, %eax; ret */
const RETURN_EINVAL = Uint8Array.of(0xb8, 0xea, 0xff, 0xff, 0xff, 0xc3)
/** jmp . */
const FOREVER = Uint8Array.of(0xeb, 0xfe)
const RETURN = Uint8Array.of(0xc3)

/** The data of test case 7 of RFC 4231. */
const KNOWN_DATA = Buffer.from('This is a test using a larger than block-size key and a larger than')
/** XXH64 of nothing. */
const XXH64_EMPTY = Buffer.from('99e9d85137db46ef', 'hex')
/** SHA-512 of "abc", FIPS 180-4. */
const SHA512_ABC = Buffer.from('ddaf35a193617abacc417349ae204131', 'hex')

/** In lib/crypto since Linux 6.19. */
const LIBRARY_ANSWER = 'fips_test_hmac_sha512_value'

/** A bit of a constant, wherever the module has it. */
const inData = (constant: Uint8Array) => (target: FaultTarget) => {
  for (const { bytes, at } of placesOf(target, constant)) flip(bytes, at)
}

function placesOf({ module }: FaultTarget, constant: Uint8Array) {
  const places = module.sections
    .filter(({ name }) => /^\.(?:ro)?data/.test(name))
    .flatMap(each => occurrences(sectionData(module, each), constant))
  if (places.length === 0)
    throw new UsageError('the module does not have the constant that this fault changes')
  return places
}

export const faults: readonly Fault[] = [
  {
    name: 'text',
    summary: 'one bit of the module’s code is flipped',
    append: FIPS,
    change: ({ module }) => {
      const { in: text, at } = placeOf(module, SOME_FUNCTION)
      flip(sectionData(module, text), at)
    },
    promised: integrity,
  },
  {
    name: 'rodata',
    summary: 'one bit of its constants is flipped',
    append: FIPS,
    change: inData(SHA512_ABC),
    promised: integrity,
  },
  {
    name: 'symtab',
    summary: 'one bit of its symbol table is flipped',
    append: FIPS,
    // st_size is at 16 of 24 bytes.
    change: ({ module }) =>
      flip(sectionData(module, section(module, '.symtab')), indexOf(module, SOME_FUNCTION) * SYM_SIZE + 16),
    promised: integrity,
  },
  {
    name: 'relocation',
    summary: 'one bit of a relocation’s addend is flipped',
    append: FIPS,
    change: ({ module }) => {
      const table = sectionData(module, section(module, '.rela.text'))
      // The last of the section belongs to the last function.
      flip(table, table.length - 8)
    },
    promised: integrity,
  },
  {
    name: 'digest',
    summary: 'one digit of the digest is changed',
    append: FIPS,
    change: ({ digest }) => otherDigit(digest),
    promised: integrity,
  },
  {
    name: 'no-digest',
    summary: 'the digest is missing',
    append: FIPS,
    change: ({ digest }) => digest.fill(0),
    promised: { kind: 'panic', text: 'fips140: integrity check: no HMAC-SHA256 of the module' },
  },
  {
    name: 'no-fips',
    summary: 'one digit of the digest is changed; outside FIPS mode nothing checks it',
    append: [],
    change: ({ digest }) => otherDigit(digest),
    promised: { kind: 'boots', text: 'fips140: fips140 … loaded: ', without: ['integrity'] },
  },
  {
    name: 'known-answer',
    summary: 'the module’s known answer for HMAC-SHA256 is wrong',
    append: FIPS,
    change: inData(KNOWN_DATA),
    promised: { kind: 'panic', text: 'fips140: HMAC-SHA256 known-answer test failed' },
  },
  {
    name: 'truncated',
    summary: 'the module is cut off in the middle',
    append: [],
    change: ({ module }) => module.bytes.fill(0, module.bytes.length >> 1),
    promised: refused('Invalid ELF section'),
  },
  {
    name: 'machine',
    summary: 'the module is for another architecture',
    append: [],
    change: ({ module }) => viewOf(module.bytes).setUint16(18, EM_AARCH64, true),
    promised: refused('Invalid architecture in ELF header: 183'),
  },
  {
    name: 'vermagic',
    summary: 'the module was built with another configuration',
    append: [],
    change: ({ module }) => {
      const modinfo = sectionData(module, section(module, '.modinfo'))
      for (const { at } of occurrences(modinfo, Buffer.from(' SMP '))) flip(modinfo, at + 1)
    },
    promised: refused("fips140: version magic '… should be '"),
  },
  {
    name: 'memory',
    summary: 'one of its sections is larger than all module memory',
    append: [],
    change: ({ module }) => {
      const { index } = section(module, '.bss')
      // sh_size is at 32 of 64 bytes; the memory of modules ends below 2 GiB.
      viewOf(module.bytes).setBigUint64(module.header.e_shoff + index * SHDR_SIZE + 32, 0x7fff0000n, true)
    },
    promised: {
      kind: 'panic',
      text: 'fips140: cannot load the embedded module: error -12, out of memory',
    },
  },
  {
    name: 'descriptor',
    summary: 'its descriptor for the loader is missing',
    append: [],
    change: ({ module }) => flip(sectionData(module, section(module, DESCRIPTOR.section)), 0),
    promised: { kind: 'panic', text: 'fips140: the embedded module has no valid descriptor' },
  },
  {
    name: 'symbol',
    summary: 'a function that the kernel calls is missing from it',
    append: [],
    change: target => rename(target, CALLED),
    promised: { kind: 'panic', text: `fips140: the module does not define ${CALLED}()` },
  },
  {
    name: 'early',
    summary: 'the kernel calls a function of the module before the load',
    append: [],
    change: ({ vmlinux }) => {
      overwrite(vmlinux, LOADER.load, RETURN)
      overwrite(vmlinux, LOADER.runGroup, RETURN)
    },
    promised: { kind: 'panic', text: '() called before the module is loaded' },
  },
  {
    name: 'self-test',
    summary: 'the expected answer for one algorithm is wrong: the kernel refuses it, and all others work',
    append: [],
    change: inData(XXH64_EMPTY),
    promised: {
      kind: 'boots',
      text: 'alg: self-tests for xxhash64 using … failed',
      without: ['xxhash64', 'alg_test'],
    },
  },
  {
    name: 'self-test-fips',
    summary: 'the expected answer for one algorithm is wrong, in FIPS mode',
    append: FIPS,
    change: target => {
      inData(SHA512_ABC)(target)
      digestAnew(target)
    },
    promised: { kind: 'panic', text: ' (sha512) failed in fips mode!' },
  },
  {
    name: 'self-test-library',
    summary: 'a known answer of a library is wrong, in FIPS mode',
    append: FIPS,
    needs: { symbol: LIBRARY_ANSWER, without: 'libraries of this kernel have no self-tests' },
    change: target => {
      const { in: constants, at } = placeOf(target.module, LIBRARY_ANSWER)
      flip(sectionData(target.module, constants), at)
      digestAnew(target)
    },
    promised: { kind: 'panic', text: 'sha512: FIPS self-test failed' },
  },
  {
    name: 'initcall-error',
    summary: 'an initcall fails: its algorithm is missing, and all others work',
    append: TRACED,
    change: ({ module }) => overwrite(module, SOME_INITCALL, RETURN_EINVAL),
    promised: { kind: 'boots', text: `initcall ${SOME_INITCALL}+0x0/… returned -22 after`, without: [] },
  },
  {
    name: 'initcall-hangs',
    summary: 'an initcall never returns',
    append: TRACED,
    change: ({ module }) => overwrite(module, SOME_INITCALL, FOREVER),
    promised: { kind: 'hangs', text: `calling  ${SOME_INITCALL}+0x0/` },
  },
  {
    name: 'initcall-missing',
    summary: 'an initcall belongs to no level',
    append: [],
    change: ({ module }) => {
      const { in: table, at } = placeOf(module, INITCALLS.symbol)
      viewOf(sectionData(module, table)).setUint32(at + INITCALLS.levelAt, 99, true)
    },
    promised: { kind: 'panic', text: ' was not run' },
  },
  {
    name: 'write-redirect',
    summary: 'the kernel writes to a redirect after boot',
    append: [],
    change: target => writeAfterBoot(target, REDIRECTS.wrapPrefix + CALLED),
    promised: readOnly,
  },
  {
    name: 'write-text',
    summary: 'the kernel writes to the code of the module after boot',
    append: [],
    change: target => writeAfterBoot(target, SOME_FUNCTION),
    promised: readOnly,
  },
]

/** Another hexadecimal digit: with anything else there would be no digest at all. */
function otherDigit(digest: Uint8Array): void {
  digest[0] = digest[0] === ZERO ? ZERO + 1 : ZERO
}
const ZERO = 0x30

/** Gives a symbol of the module a name of the same length that nobody asks for. */
function rename({ module }: FaultTarget, name: string): void {
  const symtab = viewOf(sectionData(module, section(module, '.symtab')))
  const at = symtab.getUint32(indexOf(module, name) * SYM_SIZE, true)
  flip(sectionData(module, section(module, '.strtab')), at)
}
