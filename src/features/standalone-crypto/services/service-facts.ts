// SPDX-License-Identifier: GPL-2.0-only
import type { RecordedAlgorithm } from '../prove/index.js'
import type { Registration } from './registrations.js'

/** What a module offers, as far as it is known: plain data, fit for JSON. */
export interface ServiceFacts {
  /** The names by which the module calls services approved; null where they cannot be read. */
  readonly approvedNames: readonly string[] | null
  readonly algorithms: readonly AlgorithmFact[]
  readonly templates: readonly TemplateFact[]
  /** Code of the crypto library in the module; null where the objects are not known. */
  readonly libraries: readonly LibraryFact[] | null
  /** What boots show and the module does not explain, or the other way round, a line each. */
  readonly differences: readonly string[]
}

export interface AlgorithmFact {
  /** As in /proc/crypto. A random number generator may have the name of any other, stdrng. */
  readonly name: string
  /** Null for a service that is put together when somebody asks for it. */
  readonly driver: string | null
  /**
   * `registered`: in the data of the module. `derived`: named at run time by the code that registers it. `instance`: made of a
   * template and other algorithms in a boot. `service`: approved by its name, of parts that are there. `elsewhere`: of a boot,
   * and not of this module.
   */
  readonly origin: 'registered' | 'derived' | 'instance' | 'service' | 'elsewhere'
  /** What has its code. */
  readonly place: 'module' | 'vmlinux' | 'other module'
  /** What /proc/crypto calls that. */
  readonly module: string
  /** Whether the module calls it approved and all its code is inside; null where the names cannot be read. */
  readonly approved: boolean | null
  /** Of /proc/crypto, such as `shash`; null where no boot tells. */
  readonly type: string | null
  readonly internal: boolean
  readonly priority: number | null
  /** The function of crypto/testmgr.c, `none`, or null where its source is not there. */
  readonly test: string | null
  /** Sizes of the keys that its self-test uses, in bits; empty where it has none, or its source is not there. */
  readonly testedKeyBits: readonly number[]
  /** Whether fips=1 lets it in; null where the self-tests do not know it, or are not known. */
  readonly letIn: boolean | null
  /** As a boot shows it: `passed` or `unknown`; null where none does. */
  readonly selfTest: string | null
  /** The fields of /proc/crypto that belong to its type, such as `min keysize` in bytes. */
  readonly parameters: Readonly<Record<string, string>>
  /** Drivers and templates that it is made of. */
  readonly parts: readonly string[]
  /** Objects of the module that register it and those whose functions they call, less the crypto API. */
  readonly objects: readonly string[]
  /** Whether a boot listed it; null without one. */
  readonly seen: boolean | null
}

export interface TemplateFact {
  readonly name: string
  readonly objects: readonly string[]
}

export interface LibraryFact {
  /** As kbuild names the object that it is linked into, such as `libsha256`. */
  readonly name: string
  readonly objects: readonly string[]
  /** What it offers to others: exported, or called from vmlinux by a redirect. */
  readonly functions: readonly string[]
}

/** An object of the module. */
export interface CarvedObject {
  /** Relative to the build. */
  readonly path: string
  /** Relative to the sources, or to the build where that has made it; null where nothing tells. */
  readonly source: string | null
  /** KBUILD_MODNAME; null for assembler. */
  readonly modname: string | null
  /** Undefined where the object itself is not there. */
  readonly contents:
    | {
        readonly sha256: string
        readonly registrations: readonly Registration[]
        readonly defines: ReadonlySet<string>
        readonly uses: ReadonlySet<string>
      }
    | undefined
}

/** What a boot showed. */
export interface BootedServices {
  /** What the command line added. */
  readonly scenario: string
  /** Of the module that was booted; undefined where the boot did not tell. */
  readonly hmac: string | undefined
  readonly algorithms: readonly RecordedAlgorithm[]
}
