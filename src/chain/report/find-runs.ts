// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MODULE_PATH, readBoundary, readCrossings } from '../../build/index.js'
import { RESULT_FILE } from '../../cli/session.js'
import { FormatError, UsageError } from '../../core/errors.js'
import { buildFigures, sizeTable, takeBuild } from '../../features/standalone-crypto/prove/index.js'
import { type ResultFile, readKeptResult } from '../../report-page/index.js'
import { bootTarget } from '../boot/boot-target.js'
import { treeEvidence } from './tree-evidence.js'

/**
 * What a path on the command line holds: a command's JSON, the directory of a run's logs, or a carved build. Throws
 * UsageError or FormatError for anything else.
 */
export async function runAt(path: string, { cacheDir }: { readonly cacheDir: string }): Promise<ResultFile> {
  const found = await stat(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  if (found.isFile()) return runFile(path)
  const kept = join(path, RESULT_FILE)
  if (await isFile(kept)) return runFile(kept)
  if (await isFile(join(path, MODULE_PATH))) return buildRun(await realpath(path), cacheDir)
  throw new UsageError(`${path} is neither a run of kcarve nor a carved build`, {
    hint: 'name JSON that a command has printed, the directory of its logs, or a build directory',
  })
}

/** Of the last run of `start` or `prove` that came to its end. */
export async function lastRun(cacheDir: string): Promise<ResultFile> {
  const logs = join(cacheDir, 'logs')
  // Their names start with the time.
  const names = (await readdir(logs).catch(() => []))
    .filter(name => /-(?:start|prove)-\d+$/.test(name))
    .sort()
  for (const name of names.reverse()) {
    const path = join(logs, name, RESULT_FILE)
    if (await isFile(path)) return runFile(path)
  }
  throw new UsageError(`No run of start or prove is kept in ${logs}`, {
    hint: 'kcarve start, or name runs: kcarve report RUN... -o FILE.html',
  })
}

async function runFile(path: string): Promise<ResultFile> {
  try {
    return { path, result: readKeptResult(await readFile(path, 'utf8')) }
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

/** What a carved build tells without being booted. */
async function buildRun(objDir: string, cacheDir: string): Promise<ResultFile> {
  const { arch } = await bootTarget(objDir, { cacheDir, config: '' })
  const build = await takeBuild(objDir, arch)
  // kbuild leaves a link to the sources in a directory of its own.
  const tree = await realpath(join(objDir, 'source')).catch(() => objDir)
  const run = {
    schema: 'kcarve/build-directory/2',
    arch: arch.name,
    release: build.release,
    objDir,
    tree,
    crossings: await readCrossings(objDir, await readBoundary(objDir)),
    sizes: sizeTable('bytes', {}, await buildFigures(build)),
    ...(await treeEvidence(tree, { arch, config: join(objDir, '.config') })),
  }
  return { path: objDir, result: readKeptResult(JSON.stringify(run)) }
}

const isFile = (path: string) =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  )
