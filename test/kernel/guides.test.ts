// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { beforeAll, expect, inject } from 'vitest'
import { MissingError } from '../../src/core/errors.js'
import { findProgram } from '../../src/core/find-program.js'
import { fetchNewest } from '../../src/debian/fetch-newest.js'
import { testGuides } from '../guides/test-guides.js'
import { kcarve } from '../kcarve.js'

const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
let variables: Readonly<Record<string, string>> = {}

// What the other tests have built, or will find built.
beforeAll(async () => {
  const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
  const { stdout, stderr } = await kcarve(['start', ...withWrapper, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  const places: { name: string; path: string }[] = JSON.parse(stdout).places
  const place = (name: string) => places.find(each => each.name === name)?.path ?? ''
  variables = { TREE: place('tree'), BUILD: place('build') }
  await offerCosign()
})

/** An in-toto verifier that is not ours; where neither the machine nor a mirror has it, the commands that call it fail. */
async function offerCosign(): Promise<void> {
  if ((await findProgram('cosign')) !== undefined) return
  try {
    const { directory } = await fetchNewest('cosign', { cacheDir: join(env.XDG_CACHE_HOME, 'kcarve') })
    process.env.PATH += `:${join(directory, 'usr/bin')}`
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
  }
}

// A make with another compiler would compile everything anew.
const make = wrapper === undefined ? {} : { MAKEFLAGS: ` -- CC=${wrapper}\\ gcc` }

await testGuides('kernel', async () => ({
  variables,
  env: { ...env, ...make, OPTIONS: wrapper === undefined ? '' : `--cc-wrapper ${wrapper}` },
}))
