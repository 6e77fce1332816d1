// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { moduleObjects, type Objtree, vmlinuxObjects } from '../../../build/index.js'
import { allPass, type Check } from '../../../checks/check.js'
import { compareBuiltin } from '../../../checks/compare-builtin.js'
import { UsageError } from '../../../core/errors.js'
import { inParallel } from '../../../core/in-parallel.js'
import { readDotConfig } from '../../../formats/dot-config/index.js'
import { readElf } from '../../../formats/elf/index.js'
import { readModulesBuiltin } from '../../../formats/modules-builtin/index.js'
import type { CryptoAlgorithm } from '../../../formats/proc-crypto/index.js'
import type { BootResult } from '../../../vm/index.js'
import { crossingsOf, readBoundary } from '../boundary/index.js'
import { moduleOf } from '../build/index.js'
import { approvedServicesCheck } from '../checks/approved-services.js'
import { closedBoundaryCheck } from '../checks/closed-boundary.js'
import { earlyTwinsCheck } from '../checks/early-twins.js'
import { placementCheck } from '../checks/placement.js'
import { BUILT } from '../names.js'
import { bootBuild, MEMORY_MIB } from './boots/boot-build.js'
import { compareBoots } from './boots/compare-boots.js'
import { findKunitTests, type KunitTests, kunitQuestion } from './boots/kunit-tests.js'
import { requestForBoth } from './boots/request-for-both.js'
import { defaultScenarios, type Scenario } from './boots/scenario.js'
import { hasFullSelfTests } from './compare/compare-self-tests.js'
import { compareSymbols } from './objects/compare-symbols.js'
import { provePartitions } from './partitions/prove-partitions.js'
import type { ProofReport } from './proof-report.js'
import { type BootRecord, recordBoot } from './record/boot-record.js'
import { instructionRows } from './sizes/instructions.js'
import { buildFigures } from './sizes/measure-sizes.js'
import { memoryFigures } from './sizes/meminfo.js'
import { type Figures, sizeTable } from './sizes/size-table.js'

export interface ProveBuildsOptions {
  readonly stock: Objtree
  readonly carved: Objtree
  /** The carved directories, relative to the tree. */
  readonly directories: readonly string[]
  /** Initramfs and modules of the guests go there. */
  readonly workDir: string
  /** Where consoles are logged; workDir by default. */
  readonly logDir?: string | undefined
  /** The plain boot and one with fips=1 by default. */
  readonly scenarios?: readonly Scenario[] | undefined
  /** Whether to count instructions, which takes ten slow boots more for each scenario; true by default. */
  readonly countsInstructions?: boolean | undefined
  /** Initcalls that the design moves. */
  readonly movedInitcalls?: readonly string[] | undefined
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called as stages begin. */
  readonly onStage?: ((stage: string) => void) | undefined
}

/**
 * Compares two finished builds of one config, and what they do when they are booted. What is found to differ is data; throws
 * UsageError when a build is not complete, and MissingError for what the machine lacks.
 */
export async function proveBuilds(options: ProveBuildsOptions): Promise<Omit<ProofReport, 'builds'>> {
  const { stock, carved, scenarios = defaultScenarios, onStage = () => {} } = options
  const timings: Record<string, number> = {}
  const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted()
    onStage(name)
    const started = performance.now()
    const result = await work()
    timings[name] = performance.now() - started
    return result
  }
  await mkdir(options.workDir, { recursive: true })
  const checks = await stage('compare objects', () => compareBuilds(options))
  const boundary = await stage('read the boundary', () => readBoundary(carved))
  checks.push(
    closedBoundaryCheck(boundary),
    earlyTwinsCheck(readElf(await readFile(carved.vmlinux)), boundary),
  )
  const kunit = await findKunitTests(stock, options.directories)
  const boots = {
    stock: await stage('boot stock', () => boot(options, 'stock', scenarios, kunit)),
    carved: await stage('boot carved', () => boot(options, 'carved', scenarios, kunit)),
  }
  const isOutside = await outsideTest(carved)
  const isFull = hasFullSelfTests(readDotConfig(await readFile(stock.config, 'utf8')))
  for (const [index, scenario] of scenarios.entries()) {
    const [stockBoot, carvedBoot] = [boots.stock[index], boots.carved[index]] as [BootResult, BootResult]
    const found = compareBoots(stockBoot, carvedBoot, {
      isOutside,
      movedInitcalls: options.movedInitcalls ?? [],
      kunit: kunitQuestion(kunit, scenario),
      hasFullSelfTests: isFull,
    })
    if (carvedBoot.outcome === 'completed')
      found.push(approvedServicesCheck(carvedBoot.texts.get('services') ?? '', boundary))
    checks.push(...found.map(check => ({ ...check, scenario: scenario.name })))
  }
  const slabs = await stage('boot with slab debugging', () =>
    provePartitions({ ...options, logDir: options.logDir ?? options.workDir }),
  )
  checks.push(...slabs.checks)
  const sizes = sizeTable(
    'bytes',
    await figures(stock, boots.stock[0]),
    await figures(carved, boots.carved[0]),
  )
  if (options.countsInstructions !== false) {
    const counted = { ...options, logDir: options.logDir ?? options.workDir }
    sizes.push(...(await stage('count instructions', () => instructionRows(counted, scenarios))))
  }
  return {
    passed: allPass(checks),
    arch: stock.arch.name,
    release: stock.release,
    checks,
    sizes,
    boots: [
      ...(await recordBoots(stock, 'stock', scenarios, boots.stock)),
      ...(await recordBoots(carved, 'carved', scenarios, boots.carved)),
    ],
    crossings: crossingsOf(boundary),
    partitions: slabs.partitions,
    timings,
  }
}

async function compareBuilds({ stock, carved, directories }: ProveBuildsOptions): Promise<Check[]> {
  const read = async (path: string) => readElf(await readFile(join(carved.objtree, path)))
  const builtIn = async ({ modulesBuiltin }: Objtree) =>
    readModulesBuiltin(await readFile(modulesBuiltin, 'utf8')).map(({ path }) => path)
  const module = await moduleOf(carved)
  if (module === undefined) throw new UsageError(`${carved.objtree} has no standalone crypto module`)
  const linked = await moduleObjects(carved, BUILT.module)
  return [
    placementCheck({
      expected: await vmlinuxObjects(stock, directories),
      module: linked,
      vmlinux: await vmlinuxObjects(carved, directories),
    }),
    compareSymbols({
      module: readElf(await readFile(module)),
      vmlinux: readElf(await readFile(carved.vmlinuxObject)),
      objects: await inParallel(linked, async path => ({ path, elf: await read(path) })),
    }),
    compareBuiltin(await builtIn(stock), await builtIn(carved)),
  ]
}

async function boot(
  options: ProveBuildsOptions,
  kernel: 'stock' | 'carved',
  scenarios: readonly Scenario[],
  kunit: KunitTests,
): Promise<BootResult[]> {
  const { workDir, logDir = workDir, cacheDir, signal } = options
  return bootBuild(options[kernel], scenarios, {
    kernel,
    workDir,
    logDir,
    guest: scenario =>
      requestForBoth(options.stock, options.directories, scenario, kunitQuestion(kunit, scenario)),
    cacheDir,
    signal,
  })
}

/** An algorithm comes from elsewhere when its driver's name is in vmlinux before the module is embedded, and not in the module. */
async function outsideTest(carved: Objtree): Promise<(algorithm: CryptoAlgorithm) => boolean> {
  const vmlinux = await readFile(carved.vmlinuxObject)
  const module = await moduleOf(carved)
  const inModule = module === undefined ? Buffer.alloc(0) : await readFile(module)
  return ({ driver }) => {
    // An instance belongs to its template: `cbc(aes-generic)` to cbc.
    const name = driver.split('(')[0] ?? driver
    return vmlinux.includes(`${name}\0`, 0, 'latin1') && !inModule.includes(name, 0, 'latin1')
  }
}

const figures = async (built: Objtree, boot: BootResult | undefined): Promise<Figures> => ({
  ...(await buildFigures(built)),
  ...memoryFigures(boot?.texts.get('meminfo') ?? '', MEMORY_MIB),
})

async function recordBoots(
  built: Objtree,
  kernel: BootRecord['kernel'],
  scenarios: readonly Scenario[],
  results: readonly BootResult[],
): Promise<BootRecord[]> {
  const vmlinux = readElf(await readFile(built.vmlinux))
  return results.map((result, index) =>
    recordBoot(result, { kernel, scenario: scenarios[index]?.name ?? '', vmlinux }),
  )
}
