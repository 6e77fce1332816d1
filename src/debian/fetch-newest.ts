// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, MissingError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { runCommand } from '../core/run-command.js'
import { type Apt, privateApt } from './private-apt.js'

export interface FetchNewestOptions {
  /** kcarve's own directory in the user's cache. */
  readonly cacheDir: string
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
  /** Such as `sid`; of several that hold this version the most stable. */
  readonly suite: string
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

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * The newest version of a package in any of Debian's suites, fetched from the machine's mirror, verified by Debian's
 * keyring and unpacked in the cache; nothing is installed. Throws MissingError, one line, when no suite holds it, or when
 * the mirror cannot be reached and the cache does not have it either.
 */
export async function fetchNewest(name: string, options: FetchNewestOptions): Promise<FetchedPackage> {
  const home = join(options.cacheDir, 'debian')
  if (!(await exists(KEYRING))) {
    throw new MissingError(`${KEYRING} is not there to verify what is downloaded`, {
      hint: 'apt-get install debian-archive-keyring',
    })
  }
  const { signal, logPath } = options
  const sources = await sourcesList(options)
  const apt = await privateApt({ directory: join(home, 'apt'), sources, signal, logPath })
  options.onDetail?.("reading the lists of Debian's suites")
  // A suite that the mirror does not have fails the update; the lists of the others are there all the same.
  const updated = await apt('apt-get', ['update'], { accept: [100] })
  const found = await newestOf(apt, name)
  if (found === undefined) {
    const reached = updated.exitCode === 0
    throw new MissingError(
      reached
        ? `no suite of Debian's holds ${name}: ${ALL_SUITES.join(', ')}`
        : `${name} was not found, and not all lists could be fetched from the mirror`,
      { hint: 'name other sources with --tree or --tarball' },
    )
  }
  const { version, suite } = found
  const directory = join(home, `${name}_${version.replace(':', '%')}`)
  if (!(await exists(directory))) {
    options.onDetail?.(`fetching ${name} ${version} from ${suite}`)
    await fetchInto(directory, apt, `${name}=${version}`, options)
  }
  return { name, version, suite, directory }
}

async function fetchInto(
  directory: string,
  apt: Apt,
  wanted: string,
  { cacheDir, signal, logPath }: FetchNewestOptions,
): Promise<void> {
  const home = join(cacheDir, 'debian/apt')
  await removePackages(home)
  const partial = await mkdtemp(join(cacheDir, 'debian/partial-'))
  try {
    await apt('apt-get', ['download', wanted])
    const archive = (await readdir(home)).find(file => file.endsWith('.deb')) ?? ''
    await mkdir(join(partial, 'files'))
    const unpack = ['-x', join(home, archive), join(partial, 'files')]
    await runCommand('dpkg-deb', unpack, { installHint: 'apt-get install dpkg', signal, logPath })
    await rename(join(partial, 'files'), directory)
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause
    throw new MissingError(`${wanted} could not be fetched from the mirror`, { hint: cause.message, cause })
  } finally {
    await rm(partial, { recursive: true, force: true })
    await removePackages(home)
  }
}

async function removePackages(directory: string): Promise<void> {
  for (const file of await readdir(directory)) if (file.endsWith('.deb')) await rm(join(directory, file))
}

async function newestOf(apt: Apt, name: string): Promise<Offer | undefined> {
  const { lines } = await apt('apt-cache', ['madison', name], { accept: [100] })
  return newestOffer(lines)
}

interface Offer {
  readonly version: string
  readonly suite: string
}

/** @internal Of what `apt-cache madison` prints: `NAME | VERSION | URI SUITE/COMPONENT ARCH Packages`, the newest first. */
export function newestOffer(lines: readonly string[]): Offer | undefined {
  const offers = lines.flatMap(line => {
    const [, version, where] = line.split('|').map(word => word.trim())
    const suite = / ([\w-]+)\/\w+ /.exec(where ?? '')?.[1]
    return version === undefined || suite === undefined ? [] : [{ version, suite }]
  })
  const newest = offers[0]?.version
  const holders = offers.filter(({ version }) => version === newest)
  return holders.sort((a, b) => ALL_SUITES.indexOf(a.suite) - ALL_SUITES.indexOf(b.suite))[0]
}

/** All suites, on the mirrors that the machine gets its own packages from. */
async function sourcesList({ signal }: FetchNewestOptions): Promise<string> {
  const targets = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']
  const { lines } = await runCommand('apt-get', targets, { installHint: 'apt-get install apt', signal })
  const security = lines.find(uri => uri.includes('debian-security'))
  const main = lines.find(uri => uri !== security)
  if (main === undefined) {
    throw new MissingError("apt knows no mirror of Debian's", {
      hint: 'name other sources with --tree or --tarball',
    })
  }
  return ALL_SUITES.flatMap(suite => {
    const uri = suite.endsWith('-security') ? security : main
    return uri === undefined ? [] : [`deb [signed-by=${KEYRING}] ${uri} ${suite} main\n`]
  }).join('')
}
