// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CommandError, UsageError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { nearestWords } from '../core/nearest-words.js'
import { holdDirectory } from './hold-directory.js'
import type { MakeOptions } from './make/make-options.js'
import { checkKselftestTools } from './make/requirements.js'
import { type RunMakeOptions, runMake } from './make/run-make.js'

/** A directory of tools/testing/selftests, and those of its tests that are wanted: all when empty. */
export interface KselftestCollection {
  readonly collection: string
  readonly tests: readonly string[]
}

export interface KselftestOptions extends Omit<MakeOptions, 'logPath'> {
  readonly collections: readonly KselftestCollection[]
  /** Whether one that does not build is an error, as with kselftest's FORCE_TARGETS. */
  readonly force?: boolean | undefined
  /** By default as many as there are processors. */
  readonly jobs?: number | undefined
  /** Where make's whole output goes, by what is made. */
  readonly logPath?: ((name: string) => string) | undefined
  /** Called with what is being built. */
  readonly onDetail?: ((text: string) => void) | undefined
}

/** Reads `crypto,net:tls,net:ipsec`: collections, or tests of them. Throws UsageError when it is neither. */
export function readKselftestNames(text: string): KselftestCollection[] {
  const found = new Map<string, string[]>()
  for (const word of text.split(',')) {
    const [collection = '', test, ...more] = word.split(':')
    if (
      !/^[\w-]+(?:\/[\w-]+)*$/.test(collection) ||
      test === '' ||
      more.length > 0 ||
      /[\s/]/.test(test ?? '')
    ) {
      throw new UsageError(`“${word}” names no tests of the kernel`, { hint: 'for example kexec,net:tls' })
    }
    const tests = found.get(collection) ?? []
    found.set(collection, test === undefined ? tests : [...tests, test])
  }
  return [...found].map(([collection, tests]) => ({ collection, tests }))
}

/** Of the tree. */
const SELFTESTS = 'tools/testing/selftests'
/** Of the build directory, where kselftest puts what it makes. */
const OUTPUT = 'kselftest'

/**
 * Builds tests of tools/testing/selftests for a guest without shared libraries, and installs them with kselftest's own list of them;
 * returns that directory. The list has only what is wanted, and `not-built` there has a line for each collection that does not build:
 * its name and why. Throws UsageError for names that the tree does not have, and CommandError when nothing builds or, with
 * `force`, when one does not, after trying them all; MissingError without rsync, which kselftest installs with.
 */
export async function buildKselftest(options: KselftestOptions): Promise<string> {
  const { tree, objtree, collections, onDetail } = options
  for (const { collection } of collections) await mustExist(tree.root, collection)
  await checkKselftestTools()
  await holdDirectory(objtree)
  const installed = join(objtree, OUTPUT, 'installed')
  await rm(installed, { recursive: true, force: true })
  onDetail?.('headers for user space')
  const jobs = options.jobs ?? availableParallelism()
  const make = { ...options, jobs, logPath: options.logPath?.('kselftest-headers') }
  await runMake({ ...make, targets: ['headers'] })
  const tests: string[] = []
  const failures: { readonly collection: string; readonly error: CommandError }[] = []
  for (const each of collections) {
    onDetail?.(`kselftest ${each.collection}`)
    try {
      tests.push(...(await install(each, installed, { ...make, logPath: options.logPath?.(logName(each)) })))
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      failures.push({ collection: each.collection, error })
    }
  }
  const [first] = failures
  if (first !== undefined && (options.force === true || tests.length === 0)) throw first.error
  await writeFile(join(installed, LIST), tests.map(line => `${line}\n`).join(''))
  const reasons = failures.map(({ collection, error }) => `${collection} ${reasonOf(error)}\n`)
  await writeFile(join(installed, 'not-built'), reasons.join(''))
  return installed
}

const LIST = 'kselftest-list.txt'

async function mustExist(root: string, collection: string): Promise<void> {
  if (await exists(join(root, SELFTESTS, collection, 'Makefile'))) return
  const known = await readdir(join(root, SELFTESTS)).catch(() => [])
  const near = nearestWords(collection, known)
  throw new UsageError(`${root}/${SELFTESTS} has no tests ${collection}`, {
    hint: near.length === 0 ? undefined : `near it: ${near.join(', ')}`,
  })
}

/** Builds and installs one collection; returns the lines of the list, `COLLECTION:TEST`, that are wanted. */
async function install(
  { collection, tests }: KselftestCollection,
  installed: string,
  options: Omit<RunMakeOptions, 'targets'>,
): Promise<string[]> {
  const { tree, objtree } = options
  const scripts = await Promise.all(tests.map(test => exists(join(tree.root, SELFTESTS, collection, test))))
  // Programs by themselves can be built one by one; a script may need any of the collection.
  const programs = tests.length > 0 && !scripts.includes(true)
  const only = {
    TEST_GEN_PROGS: tests.map(test => join(objtree, OUTPUT, collection, test)).join(' '),
    TEST_GEN_FILES: '',
    TEST_GEN_PROGS_EXTENDED: '',
  }
  const makeVars = {
    ...options.makeVars,
    TARGETS: collection,
    FORCE_TARGETS: '1',
    KSFT_INSTALL_PATH: installed,
    USERLDFLAGS: '-static',
    ...(programs ? only : {}),
  }
  await runMake({ ...options, directory: SELFTESTS, makeVars, targets: ['install'] })
  const lines = (await readFile(join(installed, LIST), 'utf8')).split('\n')
  const list = lines.filter(line => line.startsWith(`${collection}:`))
  const missing = tests.filter(test => !list.includes(`${collection}:${test}`))
  if (missing.length > 0) {
    throw new UsageError(`${collection} has no test ${missing.join(', ')}`, {
      hint: `see ${join(tree.root, SELFTESTS, collection, 'Makefile')}`,
    })
  }
  return tests.length === 0 ? list : tests.map(test => `${collection}:${test}`)
}

const logName = ({ collection }: KselftestCollection) => `kselftest-${collection.replaceAll('/', '-')}`

const reasonOf = ({ tail, message }: CommandError): string =>
  (tail.find(line => / error: /.test(line)) ?? tail[0] ?? message).trim()
