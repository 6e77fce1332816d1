// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { NotedCertificate } from '../ledger/index.js'
import type { Subject } from '../subject/index.js'
import {
  algorithmComponent,
  algorithmRef,
  libraryComponent,
  libraryRef,
  templateComponent,
  templateRef,
} from './assets.js'
import type { Bom, Component, Dependency } from './cyclonedx.js'
import { fileComponent, MODULE_REF, moduleComponent, objectComponent, objectRef } from './module-component.js'

export interface CbomOptions {
  /** RFC 3339. */
  readonly time: string
  /** Of kcarve. */
  readonly version: string
  /** What the user has noted of certificates of this module. */
  readonly certificates?: readonly NotedCertificate[] | undefined
}

/**
 * The cryptography of a module as a CycloneDX bill of materials: the module, the objects it is linked from, and each algorithm, template
 * and library with what it is made of. The same subject gives the same bytes but for the time.
 */
export function cbomOf(subject: Subject, { time, version, certificates = [] }: CbomOptions): Bom {
  const { services, objects, release } = subject
  const components: Component[] = [
    ...subject.files.map(fileComponent),
    ...(objects ?? []).map(objectComponent),
    ...services.algorithms.map(each => algorithmComponent(each, subject, certificates)),
    ...services.templates.map(templateComponent),
    ...(services.libraries ?? []).map(library => libraryComponent(library, subject)),
  ]
  const body = {
    bomFormat: 'CycloneDX' as const,
    specVersion: '1.7' as const,
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application' as const, name: 'kcarve', version }] },
      component: moduleComponent(subject, certificates),
      properties: [
        { name: 'kcarve:read-from', value: subject.kind },
        ...(release === null ? [] : [{ name: 'kcarve:kernel-release', value: release }]),
        ...subject.unknown.map(value => ({ name: 'kcarve:not-told', value })),
        ...services.differences.map(value => ({ name: 'kcarve:difference', value })),
      ],
    },
    components,
    dependencies: dependenciesOf(subject),
  }
  const { metadata, ...rest } = body
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    ...rest,
    serialNumber: serialNumber(JSON.stringify(body)),
    metadata: { timestamp: time, ...metadata },
  }
}

/** A UUID of version 8 (RFC 9562), made of the content: another time does not change it. */
function serialNumber(content: string): string {
  const bytes = createHash('sha256').update(content).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function dependenciesOf({ services, objects }: Subject): Dependency[] {
  const inside = services.algorithms.filter(({ place }) => place === 'module')
  const libraries = services.libraries ?? []
  const known = new Map([
    ...inside.flatMap(each => (each.driver === null ? [] : [[each.driver, algorithmRef(each)] as const])),
    ...services.templates.map(({ name }) => [name, templateRef(name)] as const),
  ])
  const needs = (ref: string, objectPaths: readonly string[], parts: readonly string[]) =>
    dependency(ref, [
      ...parts.flatMap(part => known.get(part) ?? []).filter(each => each !== ref),
      ...objectPaths.map(objectRef),
    ])
  return [
    {
      ...dependency(
        MODULE_REF,
        (objects ?? []).map(({ path }) => objectRef(path)),
      ),
      provides: sorted([
        ...inside.map(algorithmRef),
        ...services.templates.map(({ name }) => templateRef(name)),
        ...libraries.map(({ name }) => libraryRef(name)),
      ]),
    },
    ...inside.map(each => needs(algorithmRef(each), each.objects, each.parts)),
    ...services.templates.map(({ name, objects: paths }) => needs(templateRef(name), paths, [])),
    ...libraries.map(({ name, objects: paths }) => needs(libraryRef(name), paths, [])),
  ]
}

const sorted = (refs: readonly string[]): string[] => [...new Set(refs)].sort()

const dependency = (ref: string, dependsOn: readonly string[]): Dependency => ({
  ref,
  dependsOn: sorted(dependsOn),
})
