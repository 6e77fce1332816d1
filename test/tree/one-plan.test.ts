// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { x86_64 } from '../../src/arch/x86-64.js'
import { runChain } from '../../src/chain/run-chain.js'
import { ensureApplied } from '../../src/chain/tree/ensure-applied.js'
import { planTree } from '../../src/chain/tree/plan-tree.js'
import { revertTree } from '../../src/edit/index.js'
import { resolveRecipe } from '../../src/edit/resolve-recipe.js'
import { standaloneCrypto } from '../../src/features/standalone-crypto/feature.js'
import { probeTree } from '../../src/kernel/index.js'

// What is built and booted is left out: only the stages that plan, apply and survey do their work.
vi.mock('../../src/chain/preflight.js', async original => ({
  ...(await original<object>()),
  preflight: async () => {},
}))
vi.mock('../../src/chain/boot/boot-guest.js', async original => ({
  ...(await original<object>()),
  bootGuest: async () => ({ summary: '' }),
}))
vi.mock('../../src/build/index.js', async original => ({
  ...(await original<object>()),
  moduleObjects: async () => [],
  vmlinuxObjects: async () => [],
}))
vi.mock('../../src/features/standalone-crypto/build/index.js', async original => ({
  ...(await original<object>()),
  configureTree: async () => ({ options: new Map(), unmet: [], overridden: [], changed: true }),
  buildTree: async () => ({ compiled: 0, built: { image: CONFIG, vmlinux: '/bin/true', config: CONFIG } }),
  moduleOf: async () => CONFIG,
}))
vi.mock('../../src/features/standalone-crypto/boundary/index.js', async original => ({
  ...(await original<object>()),
  readBoundary: async () => ({ functions: [], variables: [], imports: [], outside: [], copies: [] }),
  crossingsOf: () => ({ objects: [], symbols: [] }),
}))
vi.mock('../../src/features/standalone-crypto/carried/index.js', async original => ({
  ...(await original<object>()),
  inspectCarved: async () => ({ release: '', embedded: null }),
}))
vi.mock('../../src/features/standalone-crypto/checks/image-check.js', async original => ({
  ...(await original<object>()),
  imageCheck: async () => ({}),
}))
vi.mock('../../src/features/standalone-crypto/checks/boot-checks.js', async original => ({
  ...(await original<object>()),
  bootChecks: () => [],
}))
vi.mock('../../src/features/standalone-crypto/prove/index.js', async original => ({
  ...(await original<object>()),
  recordBoot: () => ({}),
}))
vi.mock('../../src/edit/resolve-recipe.js', async original => {
  const real = await original<{ resolveRecipe: typeof resolveRecipe }>()
  return { ...real, resolveRecipe: vi.fn(real.resolveRecipe) }
})

const CONFIG = fileURLToPath(new URL('../../configs/small-x86_64.config', import.meta.url))
const tree = inject('tree')
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kcarve-one-plan-'))
})
afterAll(async () => {
  await revertTree(tree)
  await rm(scratch, { recursive: true })
})

test('from sources to the report a chain reads the recipe once and looks for its places once', async () => {
  const readRecipe = vi.spyOn(standaloneCrypto, 'readRecipe')
  const report = await runChain({
    source: { kind: 'tree', path: tree, inPlace: true },
    arch: x86_64,
    config: CONFIG,
    configChoice: 'small',
    cacheDir: join(scratch, 'cache'),
    logDirectory: join(scratch, 'logs'),
    signal: new AbortController().signal,
  })
  expect(report.stages.find(({ name }) => name === 'apply')?.summary).toMatch(/^applied/)
  expect(report.edits.map(({ path }) => path)).toContain('crypto/Makefile')
  expect(report.carve.directories[0]?.objects.map(({ placement }) => placement)).toContain('moves')
  // The files of the payload are read with the recipe.
  expect(readRecipe).toHaveBeenCalledTimes(1)
  expect(resolveRecipe).toHaveBeenCalledTimes(1)
})

test('an applied tree is planned again as it was, and nothing is left to do', async () => {
  const recipe = await standaloneCrypto.readRecipe(tree, {})
  const plan = await planTree(await probeTree(tree), recipe)
  expect(plan.state.state).toBe('applied')
  expect(plan.edits.steps.filter(({ state }) => state === 'to do')).toEqual([])
  expect(plan.state).toMatchObject({ version: plan.edits.version })
  expect(await ensureApplied(plan, true)).toBe('already applied')
})
