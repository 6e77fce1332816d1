// SPDX-License-Identifier: GPL-2.0-only
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openBuild } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { isFile } from '../../core/exists.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { crossingsOf, readBoundary } from '../../features/standalone-crypto/boundary/index.js'
import { standaloneCrypto } from '../../features/standalone-crypto/feature.js'
import { BUILT } from '../../features/standalone-crypto/names.js'
import { buildFigures, sizeTable } from '../../features/standalone-crypto/prove/index.js'
import { surveyCarve } from '../../features/standalone-crypto/survey/index.js'
import { probeTree, readConfigFile } from '../../kernel/index.js'
import { type ResultFile, readKeptResult } from '../../report-page/index.js'
import { planTree } from '../tree/plan-tree.js'
import { recipeFor } from '../tree/recipe-for.js'
import { RESULT_FILE } from './result-file.js'
import { treeEvidence } from './tree-evidence.js'

/**
 * What a path on the command line holds: a command's JSON, the directory of a run's logs, or a carved build. Throws
 * UsageError or FormatError for anything else.
 */
export async function runAt(path: string): Promise<ResultFile> {
  const found = await stat(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  if (found.isFile()) return runFile(path)
  const kept = join(path, RESULT_FILE)
  if (await isFile(kept)) return runFile(kept)
  if (await isFile(join(path, BUILT.module))) return buildRun(path)
  throw new UsageError(`${path} is neither a run of kcarve nor a carved build`, {
    hint: 'name JSON that a command has printed, the directory of its logs, or a build directory',
  })
}

/** Where the last run of `start`, `prove` or `matrix` that came to its end has its result. */
export async function lastResult(cacheDir: string): Promise<string> {
  const logs = join(cacheDir, 'logs')
  // Their names start with the time.
  const names = (await readdir(logs).catch(() => []))
    .filter(name => /-(?:start|prove|matrix)-\d+$/.test(name))
    .sort()
  for (const name of names.reverse()) {
    const path = join(logs, name, RESULT_FILE)
    if (await isFile(path)) return path
  }
  throw new UsageError(`No run of start, prove or matrix is kept in ${logs}`, {
    hint: 'kcarve start; or name runs: kcarve report RUN... -o FILE.html',
  })
}

async function runFile(path: string): Promise<ResultFile> {
  const text = await loadFile(path)
  return { path, result: inFile(path, () => readKeptResult(text.toString())) }
}

/** What a carved build tells without being booted. */
async function buildRun(path: string): Promise<ResultFile> {
  const built = await openBuild(path)
  const { objtree, srctree, arch, release } = built
  const plan = await planTree(await probeTree(srctree), await recipeFor(standaloneCrypto, srctree))
  const carve = await surveyCarve(plan, { arch, config: await readConfigFile(built.config) })
  const run = {
    schema: 'kcarve/build-directory/2',
    arch: arch.name,
    release,
    objDir: objtree,
    tree: srctree,
    crossings: crossingsOf(await readBoundary(built)),
    sizes: sizeTable('bytes', {}, await buildFigures(built)),
    ...treeEvidence(plan, carve),
  }
  return { path: objtree, result: readKeptResult(JSON.stringify(run)) }
}
