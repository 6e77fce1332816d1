// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, inject } from 'vitest'
import { testGuides } from '../guides/test-guides.js'
import { startedSmall, withWrapper } from '../started-kernel.js'
import { offerCosign } from './offer-cosign.js'

const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }
let variables: Readonly<Record<string, string>> = {}

// What the other tests have built, or will find built.
beforeAll(async () => {
  const { tree, build } = await startedSmall()
  variables = { TREE: tree, BUILD: build }
  await offerCosign(env.XDG_CACHE_HOME)
})

// A make with another compiler would compile everything anew.
const make = wrapper === undefined ? {} : { MAKEFLAGS: ` -- CC=${wrapper}\\ gcc` }

await testGuides('kernel', async () => ({
  variables,
  env: { ...env, ...make, OPTIONS: withWrapper.join(' ') },
}))
