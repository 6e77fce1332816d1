// SPDX-License-Identifier: GPL-2.0-only
import { allPass, type Check } from '../../../checks/check.js'
import { TEST_RESULT, type TestResult } from '../predicates.js'
import { type ResourceDescriptor, STATEMENT_TYPE, type Statement, type Subject } from '../statement.js'

export interface TestFacts {
  readonly command: 'boot' | 'boot-faults' | 'prove'
  /** What was tested: the image, and the modules that it carries. */
  readonly subjects: readonly Subject[]
  /** What it was tested with. */
  readonly configuration: readonly ResourceDescriptor[]
  readonly checks: readonly Check[]
  /** RFC 3339 */
  readonly time: string
  readonly arch: string
  /** As the guest reports it. */
  readonly release: string | null
  /** Words of the kernel's command line, for each boot. */
  readonly scenarios: readonly string[]
}

/** What a boot, or a comparison of two kernels, has shown. A check that was skipped is in none of the lists of tests. */
export function testStatement({ subjects, configuration, checks, ...test }: TestFacts): Statement {
  const named = (status: Check['status']) => checks.filter(check => check.status === status).map(testName)
  const predicate: TestResult = {
    result: allPass(checks) ? 'PASSED' : 'FAILED',
    configuration: [...configuration],
    passedTests: named('pass'),
    warnedTests: [],
    failedTests: named('fail'),
    kcarve_test: {
      ...test,
      scenarios: [...test.scenarios],
      checks: checks.map(({ id, title, status, evidence, differences, scenario = '' }) => ({
        ...{ id, title, status, scenario },
        evidence: [...evidence],
        differences: [...differences],
      })),
    },
  }
  return { _type: STATEMENT_TYPE, subject: [...subjects], predicateType: TEST_RESULT, predicate }
}

const testName = ({ id, scenario = '' }: Check): string => (scenario === '' ? id : `${id} (${scenario})`)
