// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'

/** For a vitest configuration: the usual reporter, and one JSON file where KCARVE_TEST_RESULTS says so. */
export function reportersFor(name: string) {
  const directory = process.env.KCARVE_TEST_RESULTS
  return directory === undefined
    ? { reporters: ['default'] }
    : { reporters: ['default', 'json'], outputFile: { json: join(directory, `${name}.json`) } }
}
