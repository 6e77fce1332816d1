// SPDX-License-Identifier: GPL-2.0-only
import type { Elf } from '../../../formats/elf/index.js'
import type { BootedServices, CarvedObject } from './service-facts.js'

/** What there is to learn from of a module. */
export interface ServiceInputs {
  readonly module: Elf
  /** What it is linked from; undefined where that is not known. */
  readonly objects?: readonly CarvedObject[] | undefined
  /** Functions of the module that vmlinux calls. */
  readonly redirected?: readonly string[] | undefined
  /** Algorithms that need code outside the module, by name, driver or template. */
  readonly outside?: ReadonlySet<string> | undefined
  /** The names of approved services that the build wrote down, for a module whose symbols do not tell. */
  readonly approvedNames?: readonly string[] | undefined
  /** The sources crypto/testmgr.c and crypto/testmgr.h. */
  readonly testmgr?: string | undefined
  readonly testVectors?: string | undefined
  readonly boots?: readonly BootedServices[] | undefined
}
