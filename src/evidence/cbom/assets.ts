// SPDX-License-Identifier: GPL-2.0-only
import type {
  AlgorithmFact,
  LibraryFact,
  TemplateFact,
} from '../../features/standalone-crypto/services/index.js'
import { type Cryptography, capabilitiesOf, keyText, libraryCryptography } from '../capabilities/index.js'
import type { NotedCertificate } from '../ledger/index.js'
import type { Subject } from '../subject/index.js'
import type { Component, CryptoProperties } from './cyclonedx.js'
import { implementationOf } from './implementation.js'
import { told } from './module-component.js'

export const algorithmRef = ({ name, driver, module, place }: AlgorithmFact): string =>
  `algorithm:${name}:${driver ?? 'on demand'}${place === 'module' ? '' : `@${module}`}`
export const templateRef = (name: string): string => `template:${name}`
export const libraryRef = (name: string): string => `library:${name}`

/** An algorithm of /proc/crypto, or one that is made on demand. */
export function algorithmComponent(
  fact: AlgorithmFact,
  subject: Subject,
  certificates: readonly NotedCertificate[],
): Component {
  const its = capabilitiesOf(fact)
  const implementation = implementationOf(fact.objects, subject, fact.driver)
  const number = (value: number | null) => (value === null ? null : `${value}`)
  return {
    type: 'cryptographic-asset',
    'bom-ref': algorithmRef(fact),
    name: its.name,
    description: descriptionOf(fact),
    cryptoProperties: propertiesOf(its, {
      ...{ platform: implementation.platform, keyBits: its.keyBits },
      levels: fact.approved === true ? certificates.flatMap(({ level }) => level ?? []) : [],
    }),
    properties: told({
      name: fact.name,
      driver: fact.driver,
      type: fact.type,
      origin: fact.origin,
      place: fact.place,
      module: fact.module,
      internal: fact.internal ? 'yes' : null,
      approved: yesOrNo(fact.approved),
      'fips-mode': fact.letIn === null ? null : fact.letIn ? 'allowed' : 'refused',
      priority: number(fact.priority),
      'key-bits': keyText(its),
      'tested-key-bits': its.testedKeyBits.join(', '),
      'iv-bits': number(its.ivBits),
      'digest-bits': number(its.digestBits),
      'max-tag-bits': number(its.maxTagBits),
      'self-test': fact.test,
      'self-test-result': fact.selfTest,
      'seen-in-boot': yesOrNo(fact.seen),
      parts: fact.parts.join(' '),
      assembler: implementation.assembler.join(' '),
      'cpu-features': implementation.features.join(' '),
      sources: implementation.sources.join(' '),
    }),
  }
}

const yesOrNo = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no')

const ORIGINS: Readonly<Record<AlgorithmFact['origin'], string>> = {
  registered: 'by',
  derived: 'by',
  instance: 'made at run time as',
  service: 'made on demand',
  elsewhere: 'not of this module, by',
}

const descriptionOf = ({ name, driver, origin }: AlgorithmFact): string =>
  [name, ORIGINS[origin], driver].filter(Boolean).join(' ')

/** What makes algorithms of others. */
export const templateComponent = ({ name }: TemplateFact): Component => ({
  type: 'cryptographic-asset',
  'bom-ref': templateRef(name),
  name,
  description: `a template of the crypto API, which makes algorithms such as ${name}(…) on demand`,
  cryptoProperties: {
    assetType: 'algorithm',
    algorithmProperties: {
      ...{ primitive: 'other', executionEnvironment: 'software-plain-ram' },
      ...FAMILIES[name],
    },
  },
  properties: told({ template: name, place: 'module' }),
})

/** Templates that are algorithms of their own in the registry. */
const FAMILIES: Readonly<Record<string, { readonly primitive: string; readonly algorithmFamily: string }>> = {
  hmac: { primitive: 'mac', algorithmFamily: 'HMAC' },
  cmac: { primitive: 'mac', algorithmFamily: 'CMAC' },
}

/** A library of the module, which code of the kernel calls without the crypto API. */
export function libraryComponent(library: LibraryFact, subject: Subject): Component {
  const its = libraryCryptography(library)
  const { platform, assembler, features, sources } = implementationOf(library.objects, subject, null)
  return {
    type: 'cryptographic-asset',
    'bom-ref': libraryRef(library.name),
    name: its.name,
    description: `${library.name}, functions that code of the kernel calls directly`,
    cryptoProperties: propertiesOf(its, { platform, keyBits: [], levels: [] }),
    properties: told({
      library: library.name,
      place: 'module',
      // /proc/fips140 lists services of the crypto API only.
      approved: 'not told: no indicator',
      functions: library.functions.join(' '),
      assembler: assembler.join(' '),
      'cpu-features': features.join(' '),
      sources: sources.join(' '),
    }),
  }
}

interface Known {
  readonly platform: ReturnType<typeof implementationOf>['platform']
  readonly keyBits: readonly number[]
  /** Of certificates, as the user notes them. */
  readonly levels: readonly string[]
}

function propertiesOf(
  { primitive, family, parameterSet, curve, mode, padding, functions }: Cryptography,
  { platform, keyBits, levels }: Known,
): CryptoProperties {
  const [size, another] = keyBits
  const own = parameterSet ?? (size !== undefined && another === undefined ? `${size}` : undefined)
  return {
    assetType: 'algorithm',
    algorithmProperties: {
      primitive,
      ...(family === undefined ? {} : { algorithmFamily: family }),
      ...(own === undefined ? {} : { parameterSetIdentifier: own }),
      ...(curve === undefined ? {} : { ellipticCurve: curve }),
      executionEnvironment: 'software-plain-ram',
      ...(platform === undefined ? {} : { implementationPlatform: platform }),
      ...(levels.length === 0 ? {} : { certificationLevel: [...new Set(levels)] }),
      ...(mode === undefined ? {} : { mode }),
      ...(padding === undefined ? {} : { padding }),
      ...(functions.length === 0 ? {} : { cryptoFunctions: functions }),
    },
  }
}
