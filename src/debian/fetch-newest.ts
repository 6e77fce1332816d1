// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, MissingError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { type RunResult, runCommand } from '../core/run-command.js'
import { debianMirrors, KEYRING } from './mirrors.js'
import { type Apt, privateApt } from './private-apt.js'

export interface FetchNewestOptions {
  /** kcarve's own directory in the user's cache. */
  readonly cacheDir: string
  /** Debian's name of the architecture that the package is for; the machine's own by default. */
  readonly architecture?: string | undefined
  /** What to do when it cannot be had. */
  readonly hint?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly logPath?: string | undefined
  /** Called with what is being done. */
  readonly onDetail?: ((text: string) => void) | undefined
}

/** A package of Debian's, unpacked in the cache. */
export interface FetchedPackage {
  readonly name: string
  /** Debian's, such as `7.2.13-1`. */
  readonly version: string
  /** Such as `sid`; of several that hold this version the most stable. Undefined where apt was not asked. */
  readonly suite: string | undefined
  /** Holds the package's files at their paths below `/`. */
  readonly directory: string
}

/** From the most stable to the newest. */
const SUITES = ['bookworm', 'trixie'].flatMap(name => [
  name,
  `${name}-updates`,
  `${name}-security`,
  `${name}-backports`,
])
const ALL_SUITES = [...SUITES, 'sid', 'experimental']

const OTHER_SOURCES = 'name other sources with --tree or --tarball'

/**
 * The newest version of a package in any of Debian's suites, fetched from the machine's mirror, verified by Debian's
 * keyring and unpacked in the cache; nothing is installed. Throws MissingError, one line, when no suite holds it, or when
 * the mirror cannot be reached and the cache does not have it either.
 */
export const fetchNewest = (name: string, options: FetchNewestOptions): Promise<FetchedPackage> =>
  fetchChosen(name, newestOf, options)

/**
 * The package of a kernel's version, built from the same version of Debian's source if that is known; otherwise of the nearest
 * version in any suite. One that is in the cache is taken without asking. Works and throws as fetchNewest.
 */
export async function fetchNearest(
  name: string,
  kernel: WantedVersion,
  options: FetchNewestOptions,
): Promise<FetchedPackage> {
  const cached = await fetchedBefore(name, kernel, options)
  return cached ?? fetchChosen(name, offers => nearestOf(offers, kernel), options)
}

export interface WantedVersion {
  /** The kernel's: `6.12.117`, `7.3.0-rc7`. */
  readonly version: string
  /** Debian's, of the package that the sources are from: `6.12.117-1`. */
  readonly debianVersion?: string | undefined
}

async function fetchedBefore(
  name: string,
  { version, debianVersion }: WantedVersion,
  { cacheDir, architecture }: FetchNewestOptions,
): Promise<FetchedPackage | undefined> {
  const home = join(cacheDir, 'debian')
  const versions = (await readdir(home).catch(() => [])).flatMap(entry => {
    const [of, packed, its] = entry.split('_')
    return of === name && packed !== undefined && its === architecture ? [packed.replace('%', ':')] : []
  })
  const found =
    debianVersion === undefined
      ? versions.sort().findLast(each => isUpstream(each, version))
      : versions.find(each => each === debianVersion)
  return found === undefined
    ? undefined
    : { name, version: found, suite: undefined, directory: directoryOf(name, found, home, architecture) }
}

/** The version that fetchNewest would fetch; nothing is fetched but lists. Throws as it does. */
export async function newestVersion(name: string, options: FetchNewestOptions): Promise<string> {
  const { found } = await findChosen(name, newestOf, options)
  return found.version
}

async function fetchChosen(
  name: string,
  choose: Choose,
  options: FetchNewestOptions,
): Promise<FetchedPackage> {
  const { found, apt, aptHome } = await findChosen(name, choose, options)
  const { version, suite } = found
  const directory = directoryOf(name, version, join(options.cacheDir, 'debian'), options.architecture)
  if (!(await exists(directory))) {
    options.onDetail?.(`fetching ${name} ${version} from ${suite}`)
    await fetchInto(directory, { apt, aptHome, wanted: `${name}=${version}` }, options)
  }
  return { name, version, suite, directory }
}

type Choose = (offers: readonly Offer[]) => Offer | undefined

async function findChosen(
  name: string,
  choose: Choose,
  options: FetchNewestOptions,
): Promise<{ readonly found: Offer; readonly apt: Apt; readonly aptHome: string }> {
  const home = join(options.cacheDir, 'debian')
  if (!(await exists(KEYRING))) {
    throw new MissingError(`${KEYRING} is not there to verify what is downloaded`, {
      hint: 'apt-get install debian-archive-keyring',
    })
  }
  const { signal, logPath, architecture, hint = OTHER_SOURCES } = options
  const sources = await sourcesList({ signal, hint })
  // Lists are of one architecture.
  const of = architecture === undefined ? '' : `-${architecture}`
  const aptHome = join(home, `apt${of}`)
  const apt = await privateApt({ directory: aptHome, architecture, sources, signal, logPath })
  options.onDetail?.("reading the lists of Debian's suites")
  // A suite that the mirror does not have fails the update; the lists of the others are there all the same.
  const updated = await updatedLists(aptHome, () => apt('apt-get', ['update'], { accept: [100] }))
  const { lines } = await apt('apt-cache', ['madison', name], { accept: [100] })
  const found = choose(offersIn(lines))
  if (found === undefined) {
    const reached = updated.exitCode === 0
    throw new MissingError(
      reached
        ? `no suite of Debian's holds ${name}: ${ALL_SUITES.join(', ')}`
        : `${name} was not found, and not all lists could be fetched from the mirror`,
      { hint },
    )
  }
  return { found, apt, aptHome }
}

/** Lists that this process has fetched in the last minutes are new enough. */
async function updatedLists(aptHome: string, update: () => Promise<RunResult>): Promise<RunResult> {
  const last = updates.get(aptHome)
  if (last !== undefined && performance.now() - last.at < LISTS_LAST_MS) return last.result
  const result = await update()
  updates.set(aptHome, { at: performance.now(), result })
  return result
}

const LISTS_LAST_MS = 10 * 60_000
const updates = new Map<string, { readonly at: number; readonly result: RunResult }>()

/** Packages of the machine's own architecture, or of all, are named without it. */
const directoryOf = (name: string, version: string, home: string, architecture: string | undefined): string =>
  join(home, [`${name}_${version.replace(':', '%')}`, architecture].filter(Boolean).join('_'))

async function fetchInto(
  directory: string,
  { apt, aptHome, wanted }: { readonly apt: Apt; readonly aptHome: string; readonly wanted: string },
  { cacheDir, signal, logPath }: FetchNewestOptions,
): Promise<void> {
  await removePackages(aptHome)
  const partial = await mkdtemp(join(cacheDir, 'debian/partial-'))
  try {
    await apt('apt-get', ['download', wanted])
    const archive = (await readdir(aptHome)).find(file => file.endsWith('.deb')) ?? ''
    await mkdir(join(partial, 'files'))
    const unpack = ['-x', join(aptHome, archive), join(partial, 'files')]
    await runCommand('dpkg-deb', unpack, { installHint: 'apt-get install dpkg', signal, logPath })
    await rename(join(partial, 'files'), directory)
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause
    throw new MissingError(`${wanted} could not be fetched from the mirror`, { hint: cause.message, cause })
  } finally {
    await rm(partial, { recursive: true, force: true })
    await removePackages(aptHome)
  }
}

async function removePackages(directory: string): Promise<void> {
  for (const file of await readdir(directory)) if (file.endsWith('.deb')) await rm(join(directory, file))
}

/** @internal A version of a package in a suite. */
export interface Offer {
  readonly version: string
  readonly suite: string
}

/** @internal Of what `apt-cache madison` prints: `NAME | VERSION | URI SUITE/COMPONENT ARCH Packages`, the newest first. */
export function offersIn(lines: readonly string[]): Offer[] {
  return lines.flatMap(line => {
    const [, version, where] = line.split('|').map(word => word.trim())
    const suite = / ([\w-]+)\/\w+ /.exec(where ?? '')?.[1]
    return version === undefined || suite === undefined ? [] : [{ version, suite }]
  })
}

/** @internal The newest version, in the most stable suite that has it. */
export const newestOf = (offers: readonly Offer[]): Offer | undefined => stablest(offers, offers[0]?.version)

/** @internal The version that a kernel has, or else the nearest one; of two, the newer. */
export function nearestOf(
  offers: readonly Offer[],
  { version, debianVersion }: WantedVersion,
): Offer | undefined {
  const same = offers.find(offer => offer.version === debianVersion)
  const distances = offers.map(offer => Math.abs(sublevelOf(upstreamOf(offer.version)) - sublevelOf(version)))
  const nearest = offers[distances.indexOf(Math.min(...distances))]
  const exact = offers.find(offer => isUpstream(offer.version, version))
  return stablest(offers, (same ?? exact ?? nearest)?.version)
}

function stablest(offers: readonly Offer[], version: string | undefined): Offer | undefined {
  const holders = offers.filter(offer => offer.version === version)
  return holders.sort((a, b) => ALL_SUITES.indexOf(a.suite) - ALL_SUITES.indexOf(b.suite))[0]
}

/** Whether a version of Debian's is that of a kernel: `7.3~rc7-1~exp1` of `7.3.0-rc7`. */
export const isUpstream = (debianVersion: string, kernelVersion: string): boolean =>
  upstreamOf(debianVersion) === kernelVersion.replace(/\.0(?=$|-rc)/, '').replace('-rc', '~rc')

const upstreamOf = (debianVersion: string): string =>
  debianVersion.replace(/^\d+:/, '').replace(/-[^-]*$/, '')

const sublevelOf = (version: string): number => Number(/^\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? 0)

/** All suites, on the mirrors that the machine gets its own packages from. */
async function sourcesList({ signal, hint }: Pick<FetchNewestOptions, 'signal' | 'hint'>): Promise<string> {
  const { main, security } = await debianMirrors({ signal }).catch(cause => {
    if (!(cause instanceof MissingError)) throw cause
    throw new MissingError(cause.message, { hint: cause.hint ?? hint, cause })
  })
  return ALL_SUITES.flatMap(suite => {
    const uri = suite.endsWith('-security') ? security : main
    return uri === undefined ? [] : [`deb [signed-by=${KEYRING}] ${uri} ${suite} main\n`]
  }).join('')
}
