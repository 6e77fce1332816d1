// SPDX-License-Identifier: GPL-2.0-only
import { serviceFactsOf } from '../../features/standalone-crypto/services/index.js'
import {
  makeServices,
  TEST_VECTORS,
  TESTMGR,
} from '../../features/standalone-crypto/services/testing/make-services.js'
import { moduleReport } from '../../image/index.js'
import type { Subject } from '../subject/index.js'

/** As if of a build whose module is the one of the tests. */
export async function madeSubject(dir: string, more: Partial<Subject> = {}): Promise<Subject> {
  const { module, objects } = await makeServices(dir)
  return {
    kind: 'build',
    path: dir,
    module: moduleReport(module),
    hmac: 'ab'.repeat(32),
    release: '6.12.0',
    files: [{ path: 'crypto/fips140/fips140.ko', what: 'module', size: 1, sha256: 'cd'.repeat(32) }],
    objects,
    services: serviceFactsOf({ module, objects, testmgr: TESTMGR, testVectors: TEST_VECTORS }),
    boundary: null,
    readSource: async () => undefined,
    unknown: ['no boot was given'],
    ...more,
  }
}
