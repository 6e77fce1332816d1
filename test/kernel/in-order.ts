// SPDX-License-Identifier: GPL-2.0-only
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** First what starts from nothing, last what leaves another build than it has found. */
export class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith('/chain.test.ts') ? 0 : moduleId.endsWith('/dual.test.ts') ? 2 : 1
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b))
  }
}
