// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { type DotConfig, readDotConfig } from '../formats/dot-config/index.js'
import { moduleReport, openImage } from '../image/index.js'
import { type BuildPlaces, buildPlaces } from './build-places.js'
import { compilerInputs } from './compiler-inputs.js'
import {
  type ArchivedFile,
  type ArchiveManifest,
  MANIFEST,
  MANIFEST_DIGEST,
  writeManifest,
} from './manifest.js'

const MODULE = 'crypto/fips140/fips140.ko'
/** Where the architectures have the image that boots, the first one that is there counts. */
const IMAGES = ['arch/x86/boot/bzImage', 'arch/arm64/boot/Image']

/**
 * Freezes what a later verdict on the module of a build needs into a directory: the module, the kernel it was made with, and
 * all that the compiler read. The same build gives the same bytes. Throws UsageError when the build is not complete or the
 * directory is not empty.
 */
export async function writeArchive(
  build: string,
  directory: string,
  version: string,
): Promise<ArchiveManifest> {
  const places = await buildPlaces(build)
  const config = readDotConfig((await readBuilt(places, '.config')).toString('utf8'))
  const objects = (await readBuilt(places, MODULE.replace(/ko$/, 'mod')))
    .toString('utf8')
    .split(/\s+/)
    .filter(Boolean)
  const inputs = await compilerInputs(places, objects)
  const inBuild = (role: ArchivedFile['role'], to: string, from: string) => ({
    role,
    to,
    from: join(places.build, from),
  })
  const image = await firstThatIs(places, IMAGES)
  const plan = [
    inBuild('module', 'module/fips140.ko', MODULE),
    inBuild('digest', 'module/fips140.ko.hmac', `${MODULE}.hmac`),
    inBuild('image', `kernel/${image.replace(/^.*\//, '')}`, image),
    inBuild(
      'symvers',
      'kernel/Module.symvers',
      await firstThatIs(places, ['Module.symvers', 'vmlinux.symvers']),
    ),
    inBuild('config', 'kernel/config', '.config'),
    ...objects.map(path => inBuild('object', `objects/${path}`, path)),
    ...inputs.commands.map(path => inBuild('command', `commands/${path}`, path)),
    ...inputs.generated.map(path => inBuild('generated', `build/${path}`, path)),
    ...inputs.sources.map(path => ({
      role: 'source' as const,
      to: `source/${path}`,
      from: join(places.source, path),
    })),
  ]
  await emptyDirectory(directory)
  const files: ArchivedFile[] = []
  for (const { role, to, from } of plan) files.push(await copy(role, from, directory, to))
  const outside = []
  for (const path of inputs.outside) outside.push({ path, sha256: sha256(await readFile(path)) })
  const manifest: ArchiveManifest = {
    schema: 'kcarve/archive/1',
    kcarve: version,
    kernel: {
      release: (await readBuilt(places, 'include/config/kernel.release')).toString('utf8').trim(),
      config: fileOf(files, 'config').sha256,
    },
    module: await moduleFacts(join(directory, 'module/fips140.ko'), directory),
    tools: {
      compiler: stringOf(config, 'CC_VERSION_TEXT'),
      assembler: stringOf(config, 'AS_VERSION'),
      linker: stringOf(config, 'LD_VERSION'),
    },
    objects,
    files,
    outside,
  }
  const text = writeManifest(manifest)
  await writeFile(join(directory, MANIFEST), text)
  await writeFile(join(directory, MANIFEST_DIGEST), `${sha256(Buffer.from(text))}  ${MANIFEST}\n`)
  return manifest
}

async function emptyDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  if ((await readdir(directory)).length > 0) throw new UsageError(`${directory} is not empty`)
}

async function readBuilt({ build }: BuildPlaces, path: string): Promise<Buffer> {
  return readFile(join(build, path)).catch(cause => {
    throw new UsageError(`${join(build, path)} cannot be read: not a complete build of a carved kernel`, {
      cause,
    })
  })
}

async function firstThatIs({ build }: BuildPlaces, paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const found = await stat(join(build, path)).catch(() => undefined)
    if (found?.isFile()) return path
  }
  throw new UsageError(`${build} has no ${paths.join(' and no ')}: not a complete build of a carved kernel`)
}

async function copy(
  role: ArchivedFile['role'],
  from: string,
  directory: string,
  to: string,
): Promise<ArchivedFile> {
  const target = join(directory, to)
  await mkdir(dirname(target), { recursive: true })
  await copyFile(from, target).catch(cause => {
    throw new UsageError(`${from} cannot be read: it has gone since the module was built`, { cause })
  })
  const bytes = await readFile(target)
  return { path: to, role, size: bytes.length, sha256: sha256(bytes) }
}

async function moduleFacts(path: string, directory: string): Promise<ArchiveManifest['module']> {
  const image = await openImage(path)
  if (image.kind !== 'module') throw new UsageError(`${path}: not a module`)
  const { name, version } = moduleReport(image.elf)
  const hmac = (await readFile(join(directory, 'module/fips140.ko.hmac'), 'latin1')).slice(0, 64)
  return { name: name ?? 'fips140', version, sha256: sha256(image.bytes), hmac }
}

function fileOf(files: readonly ArchivedFile[], role: ArchivedFile['role']): ArchivedFile {
  const found = files.find(file => file.role === role)
  if (found === undefined) throw new UsageError(`there is no ${role}`)
  return found
}

const stringOf = (config: DotConfig, name: string): string => config.get(name)?.value ?? 'unknown'
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
