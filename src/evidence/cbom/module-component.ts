// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { CarvedObject } from '../../features/standalone-crypto/services/index.js'
import type { NotedCertificate } from '../ledger/index.js'
import type { Subject, SubjectFile } from '../subject/index.js'
import type { Component, Property } from './cyclonedx.js'

export const MODULE_REF = 'module'
export const objectRef = (path: string): string => `object:${path}`

export function moduleComponent(
  { module, hmac }: Subject,
  certificates: readonly NotedCertificate[],
): Component {
  const { name, version, size, sha256, arch, vermagic, buildId } = module
  return {
    type: 'library',
    'bom-ref': MODULE_REF,
    name: name ?? 'module',
    ...(version === null ? {} : { version }),
    description: 'a Linux kernel module with the cryptography that is built into the kernel',
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    properties: told({
      size: `${size}`,
      'hmac-sha256': hmac,
      architecture: arch,
      vermagic,
      'build-id': buildId,
    }).concat(certificates.map(certificateProperty)),
  }
}

/** What the user says, marked as such: nobody was asked. */
const certificateProperty = ({ number, level, issued, sunset, note }: NotedCertificate): Property => ({
  name: 'kcarve:noted-certificate',
  value: [
    number,
    ...(level === undefined ? [] : [level]),
    ...(issued === undefined ? [] : [`issued ${issued}`]),
    ...(sunset === undefined ? [] : [`sunset ${sunset}`]),
    ...(note === undefined ? [] : [note]),
  ].join(', '),
})

export const fileComponent = ({ path, what, size, sha256 }: SubjectFile): Component => ({
  type: 'file',
  'bom-ref': `file:${path}`,
  name: path,
  hashes: [{ alg: 'SHA-256', content: sha256 }],
  properties: told({ what, size: `${size}` }),
})

export const objectComponent = ({ path, source, modname, contents }: CarvedObject): Component => ({
  type: 'file',
  'bom-ref': objectRef(path),
  name: path,
  description: `an object of the module${source === null ? '' : `, made of ${basename(source)}`}`,
  ...(contents === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: contents.sha256 }] }),
  properties: told({ what: 'object', source, 'kbuild-modname': modname }),
})

/** Properties in the namespace of kcarve, less those that are not known. */
export const told = (values: Readonly<Record<string, string | null>>): Property[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name: `kcarve:${name}`, value }],
  )
