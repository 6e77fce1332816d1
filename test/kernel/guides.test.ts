// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, expect, inject } from 'vitest'
import { testGuides } from '../guides/test-guides.js'
import { kcarve } from '../kcarve.js'
import { offerCosign } from './offer-cosign.js'

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
  await offerCosign(env.XDG_CACHE_HOME)
})

// A make with another compiler would compile everything anew.
const make = wrapper === undefined ? {} : { MAKEFLAGS: ` -- CC=${wrapper}\\ gcc` }

await testGuides('kernel', async () => ({
  variables,
  env: { ...env, ...make, OPTIONS: wrapper === undefined ? '' : `--cc-wrapper ${wrapper}` },
}))
