// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { architectureNamed } from '../../arch/architectures.js'
import { MANIFEST, readManifest } from '../../archive/index.js'
import { findTrees } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { groupBy } from '../../core/group-by.js'
import { type EditPlan, planEdits, recordedStates } from '../../edit/index.js'
import {
  type ChangedStruct,
  COMPAT,
  type CompatReport,
  compatRecipe,
  compileKept,
  type Difference,
  harmless,
  headerPath,
  isProvided,
  type KeptSymbols,
  type KernelFacts,
  keptAndLost,
  keptSymbols,
  missingImports,
  openKernel,
  openModules,
  type RecompileOptions,
  type RefusedStruct,
  recompile,
} from '../../reuse/index.js'
import { withIntact } from '../reuse/with-intact.js'

export interface CompatOptions extends Pick<RecompileOptions, 'wrapper' | 'onProgress'> {
  /** A build of the tree. */
  readonly kernel: string
  readonly cacheDir: string
  readonly signal: AbortSignal
}

export interface CompatPlan extends CompatReport {
  readonly edits: EditPlan
}

/**
 * Edits of a tree by which objects of an archive come out as they are when they are compiled for it: each has been compiled with the edits in place.
 * Throws UsageError for what is no archive, when the tree has been edited so already, for a build of another tree, and for sources that do not
 * give the archive's own objects again.
 */
export async function planCompat(root: string, archive: string, options: CompatOptions): Promise<CompatPlan> {
  if (!(await exists(archive))) throw new UsageError(`${archive} does not exist`)
  const states = await recordedStates(root)
  if (states.some(state => 'recipe' in state && state.recipe === COMPAT))
    throw new UsageError(`${root} has been edited for an archive already`, {
      hint: `kcarve revert ${root} --recipe ${COMPAT}`,
    })
  const { srctree } = await findTrees(options.kernel)
  if (srctree !== root) throw new UsageError(`${options.kernel} is built from ${srctree}, not from ${root}`)
  return withIntact(archive, directory => planFor(root, directory, options), options.signal)
}

async function planFor(root: string, archive: string, options: CompatOptions): Promise<CompatPlan> {
  if (!(await exists(join(archive, MANIFEST)))) throw new UsageError(`${archive} is no archive of kcarve`)
  const kernel = await openKernel(options.kernel)
  const { kept: symbols, gone } = await symbolsOf(root, archive, kernel, options)
  const exports = new Set([...kernel.exports.keys(), ...symbols.map(({ symbol }) => symbol)])
  const differ = await differencesIn(archive, options)
  const before = differ.filter(each => !isProvided(each, kernel.exports))
  const differWith = async ({ files }: EditPlan) =>
    files.length === 0 ? differ : differencesIn(archive, options, editedTexts({ files }))
  const outcomeOf = async (edits: EditPlan) => {
    const after = await differWith(edits)
    const isToAccept = (difference: Difference) => isProvided(difference, exports)
    const toAccept = after.filter(isToAccept).map(({ text }) => text)
    return {
      ...keptAndLost(
        before,
        after.filter(each => !isToAccept(each)),
      ),
      toAccept,
    }
  }
  const all = await planAll(root, structsOf(before), symbols)
  const { kept } = await outcomeOf(all.edits)
  // What keeps no object stays out.
  const useful = structsOf(before.filter(({ object }) => kept.includes(object)))
  const judged = async (structs: readonly ChangedStruct[]) => {
    const { edits } = await planAll(root, structs, symbols)
    return { edits, outcome: await outcomeOf(edits) }
  }
  const refused = [...all.refused]
  const exported = symbols.map(({ symbol, as, path }) => ({ symbol, as, path }))
  let { edits, outcome } = await judged(useful)
  if (outcome.harmed.length > 0) {
    // One struct may do the harm of all.
    const reasons = new Map<string, string>()
    const structs = [...groupBy(useful, ({ name }) => name).values()]
    const stay = await harmless(structs, async tried => {
      const { harmed } = (await judged(tried.flat())).outcome
      reasons.set(tried.at(-1)?.[0]?.name ?? '', reasonFor(harmed))
      return harmed.length === 0
    })
    ;({ edits, outcome } = await judged(stay.flat()))
    for (const [first] of structs.filter(each => !stay.includes(each)))
      if (first !== undefined)
        refused.push({
          struct: first.name,
          file: headerPath(first.file),
          reason: reasons.get(first.name) ?? '',
        })
  }
  if (outcome.harmed.length === 0)
    return {
      ...{ edits, kept: outcome.kept, lost: outcome.lost, toAccept: outcome.toAccept },
      ...{ refused, exported, gone },
    }
  const reason = reasonFor(outcome.harmed)
  const nothing = await planAll(root, [], [])
  const { lost, toAccept } = await outcomeOf(nothing.edits)
  const unexported = symbols.map(({ symbol }) => ({ symbol, reason }))
  return {
    ...{ edits: nothing.edits, kept: [], lost, toAccept, refused },
    ...{ exported: [], gone: [...gone, ...unexported] },
  }
}

const reasonFor = (harmed: readonly string[]) => `${harmed.join(', ')} would become other code`

/** What the modules of the archive import and the kernel does not export. */
async function symbolsOf(
  root: string,
  archive: string,
  kernel: KernelFacts,
  { wrapper, signal }: CompatOptions,
): Promise<KeptSymbols> {
  const missing = missingImports(await openModules([archive]), kernel)
  if (missing.length === 0) return { kept: [], gone: [] }
  const trees = await findTrees(kernel.path)
  const { srcArch } = architectureNamed(kernel.arch ?? '')
  const found = await keptSymbols(missing, { frozen: join(archive, 'source'), kernel: trees, srcArch })
  const { edits } = await planAll(root, [], found.kept)
  const { objtree } = trees
  const { kept, gone } = await compileKept(found.kept, editedTexts(edits), { objtree, wrapper, signal })
  return { kept, gone: [...found.gone, ...gone] }
}

const editedTexts = ({ files }: Pick<EditPlan, 'files'>): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, newContent }) => [path, Buffer.from(newContent).toString()]))

interface PlannedEdits {
  readonly edits: EditPlan
  readonly refused: readonly RefusedStruct[]
}

async function planAll(
  root: string,
  structs: readonly ChangedStruct[],
  symbols: KeptSymbols['kept'],
): Promise<PlannedEdits> {
  const { recipe, refused } = await compatRecipe(root, structs, symbols)
  return { edits: await planEdits(root, recipe), refused }
}

const structsOf = (differences: readonly Difference[]): ChangedStruct[] => [
  ...new Map(differences.flatMap(({ structs = [] }) => structs.map(each => [each.name, each]))).values(),
]

async function differencesIn(
  archive: string,
  { kernel, cacheDir, signal, wrapper, onProgress }: CompatOptions,
  edited?: ReadonlyMap<string, string>,
): Promise<readonly Difference[]> {
  const manifest = join(archive, MANIFEST)
  const results = await recompile(archive, readManifest(await readFile(manifest, 'utf8')), kernel, {
    ...{ signal, wrapper, onProgress, edited, cache: join(cacheDir, 'witness') },
  })
  const problem = [...results.values()].map(result => result.problem).find(each => each !== null)
  if (problem !== undefined && problem !== null) throw new UsageError(`${archive}: ${problem}`)
  return [...results.values()].flatMap(({ differences }) => differences)
}
