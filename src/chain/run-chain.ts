// SPDX-License-Identifier: GPL-2.0-only

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BuildProgress,
  type BuildResult,
  type ConfigureResult,
  type MakeOptions,
  moduleObjects,
  type Objtree,
  usesCcache,
  vmlinuxObjects,
} from '../build/index.js'
import type { Check } from '../checks/check.js'
import { ToolError } from '../core/errors.js'
import { isInPlace, type Parameters } from '../edit/index.js'
import type { TreePlan } from '../features/feature.js'
import {
  type Boundary,
  type Crossings,
  crossingsOf,
  readBoundary,
} from '../features/standalone-crypto/boundary/index.js'
import { buildTree, configureTree, moduleOf } from '../features/standalone-crypto/build/index.js'
import { type CarvedKernelReport, inspectCarved } from '../features/standalone-crypto/carried/index.js'
import { approvedServicesCheck } from '../features/standalone-crypto/checks/approved-services.js'
import { bootChecks } from '../features/standalone-crypto/checks/boot-checks.js'
import { closedBoundaryCheck } from '../features/standalone-crypto/checks/closed-boundary.js'
import { earlyTwinsCheck } from '../features/standalone-crypto/checks/early-twins.js'
import { imageCheck } from '../features/standalone-crypto/checks/image-check.js'
import { placementCheck, plannedObjects } from '../features/standalone-crypto/checks/placement.js'
import { standaloneCrypto } from '../features/standalone-crypto/feature.js'
import { BUILT, MODULE_NAME } from '../features/standalone-crypto/names.js'
import { type BootRecord, recordBoot } from '../features/standalone-crypto/prove/index.js'
import { type CarvePlan, surveyCarve } from '../features/standalone-crypto/survey/index.js'
import { readElf } from '../formats/elf/index.js'
import { readConfigFile } from '../kernel/index.js'
import { buildProgressText } from '../report/build-progress.js'
import type { StartReport } from '../report/start.js'
import { countText } from '../text/quantities.js'
import { bootGuest } from './boot/boot-guest.js'
import { buildDirectory } from './build/build-directory.js'
import { nextCommands } from './next-commands.js'
import { preflight } from './preflight.js'
import { type TreeEvidence, treeEvidence } from './report/tree-evidence.js'
import { openStages, type StageEvents, type StageRecord } from './stages.js'
import { ensureApplied } from './tree/ensure-applied.js'
import { planTree } from './tree/plan-tree.js'
import { prepareTree } from './tree/prepare-tree.js'
import type { Source } from './tree/source.js'

export interface ChainOptions extends StageEvents, Pick<MakeOptions, 'arch' | 'llvm' | 'ccWrapper'> {
  readonly source: Source
  /** The config's file. */
  readonly config: string
  /** The config as the user named it. */
  readonly configChoice: string
  /** Of the recipe. */
  readonly parameters?: Parameters | undefined
  readonly jobs?: number | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where the whole output of external commands goes. */
  readonly logDirectory: string
  /** Called with what is going on in a stage at the moment. */
  readonly onDetail?: ((text: string) => void) | undefined
  /** Called before the build begins. */
  readonly onConfigured?: ((result: ConfigureResult) => void) | undefined
  /** Called with what kbuild and the kernel print. */
  readonly onLine?: ((line: string) => void) | undefined
}

/** In the order in which they run. */
export const STAGES = ['machine', 'tree', 'plan', 'apply', 'configure', 'build', 'inspect', 'boot']

/** What the chain has found besides, for a report. */
export interface ChainEvidence extends TreeEvidence {
  readonly stages: readonly StageRecord[]
  readonly arch: string
  readonly release: string
  readonly config: string
  readonly boots: readonly BootRecord[]
  readonly crossings: Crossings
}

/** The whole chain, from sources to the checks of a booted kernel. A failed check is part of the report. */
export async function runChain(options: ChainOptions): Promise<StartReport & ChainEvidence> {
  const started = performance.now()
  const { source, arch, parameters, cacheDir, signal, logDirectory, onDetail, onLine } = options
  const run = {
    cacheDir,
    signal,
    onDetail,
    onLine,
    logPath: (name: string) => join(logDirectory, `${name}.log`),
  }
  const stages = openStages(signal, options)
  const config = await readConfigFile(options.config)
  await stages.run('machine', async () => {
    await preflight({ ...options, config })
    return [undefined, machineSummary(await usesCcache(options))]
  })
  const tree = await stages.run('tree', async () => {
    const prepared = await prepareTree(source, run)
    const origin = source.kind === 'tarball' && source.origin?.linux ? ` (${source.origin.text})` : ''
    return [prepared, `Linux ${prepared.version}${origin}, ${prepared.root}`]
  })
  const { root } = tree
  const isOurs = !(source.kind === 'tree' && source.inPlace)
  const plan = await stages.run('plan', async () => {
    const planned = await planTree(tree, await standaloneCrypto.readRecipe(root, parameters ?? {}))
    return [planned, planSummary(planned, await surveyCarve(planned, { arch, config }))]
  })
  await stages.run('apply', async () => {
    const state = await ensureApplied(plan, isOurs)
    return [state, isOurs ? state : `${state}, in place: kcarve revert ${root} takes it back`]
  })
  const { llvm, ccWrapper, jobs } = options
  const objtree = buildDirectory(cacheDir, { root, config: options.config, arch, carved: true, llvm })
  const make = { tree, objtree, arch, llvm, ccWrapper, jobs, signal, cacheDir }
  await stages.run('configure', async () => {
    const logPath = run.logPath('configure')
    const configured = await configureTree({ ...make, config, carved: true, logPath })
    options.onConfigured?.(configured)
    return [configured, configureSummary(configured)]
  })
  const [result, boundary] = await stages.run('build', async () => {
    const onProgress = (progress: BuildProgress) => {
      onDetail?.(buildProgressText(progress))
      onLine?.(progress.current)
    }
    const made = await buildTree({ ...make, logPath: run.logPath('build'), onProgress })
    const crossing = await readBoundary(made.built)
    return [[made, crossing] as const, buildSummary(made, crossing)]
  })
  const { built } = result
  const { image, vmlinux } = built
  const module = await moduleOf(built)
  if (module === undefined) throw new ToolError('The build has made no module')
  const [carve, inspected] = await stages.run('inspect', async () => {
    const surveyed = await surveyCarve(plan, { arch, config: await readConfigFile(built.config) })
    const report = (await inspectCarved(image)) as CarvedKernelReport
    const checks = [
      await placementOf(built, surveyed),
      closedBoundaryCheck(boundary),
      earlyTwinsCheck(readElf(await readFile(vmlinux)), boundary),
      await imageCheck(report, module),
    ]
    const embedded = report.embedded === null ? 'no' : report.embedded.name
    return [[surveyed, checks] as const, `${report.release}, ${embedded} module embedded`]
  })
  const isPartial = parameters !== undefined
  const boot = await stages.run('boot', async () => {
    const target = { arch, kernel: image, built, carved: true, isPartial }
    const booted = await bootGuest(target, { ...run, traced: true, logPath: run.logPath('console') })
    return [booted, booted.summary]
  })
  return {
    kernel: `Linux ${tree.version}`,
    stages: stages.records,
    arch: arch.name,
    release: built.release,
    config: options.configChoice,
    boots: [recordBoot(boot, { kernel: 'carved', scenario: '', vmlinux: readElf(await readFile(vmlinux)) })],
    crossings: crossingsOf(boundary),
    ...treeEvidence(plan, carve),
    checks: [
      ...inspected,
      ...bootChecks(boot, { kind: 'carved' }, { isPartial }),
      ...(boot.outcome === 'completed'
        ? [approvedServicesCheck(boot.texts.get('services') ?? '', boundary)]
        : []),
    ],
    sizes: await sizesOf({ image, vmlinux, [`${MODULE_NAME}.ko`]: module }),
    durationMs: performance.now() - started,
    places: [
      { name: 'tree', path: root },
      { name: 'build', path: objtree },
      { name: 'image', path: image },
      { name: 'module', path: module },
      { name: 'logs', path: logDirectory },
    ],
    next: nextCommands(options, { root, built }),
  }
}

const machineSummary = (isThroughCcache: boolean) =>
  `has what is needed to build and boot${isThroughCcache ? '; compiles through ccache' : ''}`

function planSummary({ edits }: TreePlan, { hazards, outside }: CarvePlan): string {
  const left = outside.filter(({ because }) => because === null).length
  const open = [
    countText(hazards.filter(({ handledBy }) => handledBy === undefined).length, 'open hazard'),
    ...(left === 0 ? [] : [`${countText(left, 'object')} of cryptography outside the module`]),
  ].join(', ')
  if (isInPlace(edits)) return `all edits are in place; ${open}`
  const files = countText(edits.files.length, 'file')
  return `${edits.added + edits.removed} lines in ${files} change, ${edits.rewritten} are renamed; ${open}`
}

function configureSummary({ options, unmet, changed }: ConfigureResult): string {
  const asked = unmet.filter(({ because }) => because?.kind !== 'derived').length
  const met = asked === 0 ? 'all as asked for' : `${countText(asked, 'option')} not as asked for`
  return `${countText(options.size, 'option')}, ${met}${changed ? '' : ', as before'}`
}

function buildSummary({ compiled }: BuildResult, { functions, variables }: Boundary): string {
  const crossing = `${countText(functions.length, 'function')} and ${countText(variables.length, 'variable')} redirected`
  return `${countText(compiled, 'object')} compiled, ${crossing}`
}

/** Whether what the makefiles build in by this config is in exactly one of module and vmlinux. */
async function placementOf(built: Objtree, carve: CarvePlan): Promise<Check> {
  const directories = carve.directories.map(({ path }) => path)
  return placementCheck({
    expected: plannedObjects(carve),
    module: await moduleObjects(built, BUILT.module),
    vmlinux: await vmlinuxObjects(built, directories),
  })
}

async function sizesOf(files: Readonly<Record<string, string>>) {
  const sizes: { name: string; bytes: number }[] = []
  for (const [name, path] of Object.entries(files)) sizes.push({ name, bytes: (await stat(path)).size })
  return sizes
}
