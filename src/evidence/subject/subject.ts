// SPDX-License-Identifier: GPL-2.0-only
import type { Boundary } from '../../features/standalone-crypto/boundary/index.js'
import type { CarvedObject, ServiceFacts } from '../../features/standalone-crypto/services/index.js'
import type { ModuleReport } from '../../image/index.js'

/** A module with what is known of where it comes from. */
export interface Subject {
  readonly kind: 'build' | 'archive' | 'image' | 'module'
  readonly path: string
  readonly module: Pick<
    ModuleReport,
    'name' | 'version' | 'size' | 'sha256' | 'arch' | 'vermagic' | 'buildId' | 'exports'
  >
  /** HMAC-SHA256 as it is kept beside the module; null where it is not there. */
  readonly hmac: string | null
  /** `make kernelrelease`; null where nothing tells. */
  readonly release: string | null
  /** The files that matter, relative to the build or the archive. */
  readonly files: readonly SubjectFile[]
  /** What the module is linked from, in order; null where that is not known. */
  readonly objects: readonly CarvedObject[] | null
  readonly services: ServiceFacts
  /** Null of anything but a build. */
  readonly boundary: Boundary | null
  /** A source of the module, relative to the tree; undefined where it is not there. */
  readonly readSource: (path: string) => Promise<string | undefined>
  /** What cannot be told from this, a line each. */
  readonly unknown: readonly string[]
}

export interface SubjectFile {
  readonly path: string
  readonly what: 'module' | 'digest' | 'image' | 'vmlinux' | 'configuration' | 'symvers'
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}
