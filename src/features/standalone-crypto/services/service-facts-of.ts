// SPDX-License-Identifier: GPL-2.0-only

import { MODULE_NAME } from '../names.js'
import { isLetIn, type SelfTest, selfTests } from '../survey/index.js'
import { approvedNames } from './approved-list.js'
import { headsOf, kernelName } from './kernel-name.js'
import { librariesOf } from './libraries.js'
import { objectParts } from './object-parts.js'
import { type OfferedAlgorithm, offeredAlgorithms } from './offered-names.js'
import { type Registration, registrationsIn } from './registrations.js'
import type { AlgorithmFact, BootedServices, ServiceFacts } from './service-facts.js'
import type { ServiceInputs } from './service-inputs.js'
import { testedKeyBits } from './tested-key-bits.js'

type Booted = BootedServices['algorithms'][number]

/** What a module offers, by what it has in its data, what it is made of, and what boots have shown of it. */
export function serviceFactsOf(inputs: ServiceInputs): ServiceFacts {
  const { module, objects, boots = [] } = inputs
  const registrations = registrationsIn(module)
  const names = approvedNames(module) ?? inputs.approvedNames
  const offered = offeredAlgorithms(registrations, objects)
  const known = knowledgeOf(inputs, { registrations, offered, names })
  const own = offered.map(each => ofOffered(each, known))
  const shown = uniqueShown(boots).filter(
    ({ name, driver }) => !offered.some(each => each.name === name && each.driver === driver),
  )
  const algorithms = [...own, ...shown.map(each => ofShown(each, known))]
  const templates = registrations.filter(({ kind }) => kind === 'template')
  const all = [...algorithms, ...servicesByName(algorithms, known)].sort(byName)
  return {
    approvedNames: names ?? null,
    algorithms: all,
    templates: [...new Set(templates.map(({ name }) => name))]
      .sort()
      .map(name => ({ name, objects: known.objectsOf([name]) })),
    libraries: objects === undefined ? null : librariesOf(objects, inputs),
    differences: [...unexplained(all, known), ...approvedOtherwise(all, known, boots)],
  }
}

interface Knowledge {
  readonly boots: readonly BootedServices[]
  readonly tests: ReadonlyMap<string, SelfTest> | undefined
  readonly keyBits: ReadonlyMap<string, readonly number[]>
  readonly names: ReadonlySet<string> | undefined
  /** Names, drivers and templates of the module. */
  readonly inside: ReadonlySet<string>
  readonly outside: ReadonlySet<string>
  readonly objectsOf: (parts: readonly string[]) => readonly string[]
}

function knowledgeOf(
  { objects = [], outside = new Set(), testmgr, testVectors, boots = [] }: ServiceInputs,
  {
    registrations,
    offered,
    names,
  }: {
    readonly registrations: readonly Registration[]
    readonly offered: readonly OfferedAlgorithm[]
    readonly names: readonly string[] | undefined
  },
): Knowledge {
  const partsOf = objectParts(objects)
  const registering = new Map<string, string[]>()
  const add = (name: string, paths: readonly string[]) =>
    registering.set(name, [...(registering.get(name) ?? []), ...paths])
  for (const { driver, registeredBy } of offered) add(driver, registeredBy)
  for (const { path, contents } of objects) {
    for (const { kind, name } of contents?.registrations ?? []) if (kind === 'template') add(name, [path])
  }
  const templates = registrations.filter(({ kind }) => kind === 'template').map(({ name }) => name)
  return {
    boots,
    tests: testmgr === undefined ? undefined : selfTests(testmgr),
    keyBits:
      testmgr === undefined || testVectors === undefined ? new Map() : testedKeyBits(testmgr, testVectors),
    names: names && new Set(names),
    inside: new Set([...templates, ...offered.flatMap(({ name, driver }) => [name, bare(name), driver])]),
    outside,
    objectsOf: parts =>
      [...new Set(parts.flatMap(part => registering.get(part) ?? []).flatMap(partsOf))].sort(),
  }
}

const bare = (name: string): string => name.replace(/^_+/, '')

function ofOffered(offered: OfferedAlgorithm, known: Knowledge): AlgorithmFact {
  const { name, driver, origin, priority, parts } = offered
  const seen = showings(known.boots, name, driver)
  const [shown] = seen
  return {
    name,
    driver,
    origin,
    place: 'module',
    module: MODULE_NAME,
    approved: isApproved({ name, driver, parts }, known),
    internal: name.startsWith('__'),
    ...testedAs({ name, driver }, known),
    ...asShown(seen),
    priority: shown?.priority ?? priority,
    parts,
    objects: known.objectsOf([driver, ...parts.flatMap(part => headsOf(kernelName(part)))]),
    seen: known.boots.length === 0 ? null : seen.length > 0,
  }
}

function ofShown(booted: Booted, known: Knowledge): AlgorithmFact {
  const { name, driver, module, internal, priority } = booted
  const isOurs = module === MODULE_NAME
  const parts = isOurs ? headsOf(kernelName(driver)) : []
  return {
    name,
    driver,
    origin: isOurs ? 'instance' : 'elsewhere',
    place: isOurs ? 'module' : module === 'kernel' ? 'vmlinux' : 'other module',
    module,
    approved: isOurs ? isApproved({ name, driver, parts }, known) : false,
    internal,
    ...testedAs({ name, driver }, known),
    ...asShown(showings(known.boots, name, driver)),
    priority,
    parts,
    objects: known.objectsOf(parts),
    seen: true,
  }
}

/** Approved names that no algorithm has yet, and whose parts are all in the module: they exist once somebody asks for them. */
function servicesByName(algorithms: readonly AlgorithmFact[], known: Knowledge): AlgorithmFact[] {
  const served = new Set(algorithms.flatMap(({ name, driver }) => [name, driver]))
  return [...(known.names ?? [])]
    .filter(name => !served.has(name))
    .map(name => ({ name, parts: headsOf(kernelName(name)) }))
    .filter(({ parts }) => parts.length > 1 && parts.every(part => known.inside.has(part)))
    .map(
      ({ name, parts }): AlgorithmFact => ({
        name,
        driver: null,
        origin: 'service',
        place: 'module',
        module: MODULE_NAME,
        approved: isApproved({ name, driver: name, parts }, known),
        internal: false,
        ...testedAs({ name, driver: name }, known),
        ...asShown([]),
        priority: null,
        parts,
        objects: known.objectsOf(parts),
        seen: known.boots.length === 0 ? null : false,
      }),
    )
}

/** As is_approved() and has_foreign_part() of the module tell it, and by what the boundary says besides. */
function isApproved(
  {
    name,
    driver,
    parts,
  }: { readonly name: string; readonly driver: string; readonly parts: readonly string[] },
  { names, inside, outside }: Knowledge,
): boolean | null {
  if (names === undefined) return null
  const heads = [...parts.flatMap(part => headsOf(kernelName(part))), ...headsOf(kernelName(name))]
  return (
    (names.has(name) || names.has(driver)) &&
    parts.flatMap(part => headsOf(kernelName(part))).every(part => inside.has(part)) &&
    [name, driver, ...heads].every(each => !outside.has(each))
  )
}

function testedAs(
  { name, driver }: { readonly name: string; readonly driver: string },
  { tests, keyBits }: Knowledge,
): Pick<AlgorithmFact, 'test' | 'testedKeyBits' | 'letIn'> {
  if (tests === undefined) return { test: null, testedKeyBits: [], letIn: null }
  const own = bare(name)
  const found = tests.get(own) ?? tests.get(driver) ?? tests.get(`ecb(${own})`)
  const allowed = new Map([...tests].map(([each, { isAllowed }]) => [each, isAllowed]))
  const sizes = keyBits.get(own) ?? keyBits.get(driver) ?? keyBits.get(`ecb(${own})`) ?? []
  return {
    test: found?.test ?? 'none',
    testedKeyBits: sizes,
    letIn: found?.isAllowed ?? isLetIn(own, allowed) ?? null,
  }
}

const asShown = (seen: readonly Booted[]): Pick<AlgorithmFact, 'type' | 'selfTest' | 'parameters'> => {
  const [first] = seen
  return {
    type: first?.type ?? null,
    // A boot with fips=1 does not test what it does not let in.
    selfTest: seen.find(({ selftest }) => selftest === 'passed')?.selftest ?? first?.selftest ?? null,
    parameters: first?.parameters ?? {},
  }
}

const showings = (boots: readonly BootedServices[], name: string, driver: string): Booted[] =>
  boots.flatMap(({ algorithms }) => algorithms.filter(each => each.name === name && each.driver === driver))

const uniqueShown = (boots: readonly BootedServices[]): Booted[] => [
  ...new Map(
    boots.flatMap(({ algorithms }) => algorithms.map(each => [`${each.name} ${each.driver}`, each] as const)),
  ).values(),
]

function byName(one: AlgorithmFact, other: AlgorithmFact): number {
  const key = ({ name, driver }: AlgorithmFact) => `${name} ${driver ?? ''}`
  return key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0
}

/** Algorithms that /proc/crypto says the module serves, and of which a part is not in its data. */
const unexplained = (algorithms: readonly AlgorithmFact[], { inside }: Knowledge): string[] =>
  algorithms
    .filter(({ origin }) => origin === 'instance')
    .flatMap(({ name, driver, parts }) => {
      const missing = parts.filter(part => !inside.has(part))
      return missing.length === 0
        ? []
        : [`${name} (${driver}): a boot shows it, but ${missing.join(', ')} is not in the data of the module`]
    })

function approvedOtherwise(
  algorithms: readonly AlgorithmFact[],
  { names }: Knowledge,
  boots: readonly BootedServices[],
): string[] {
  if (names === undefined) return []
  return algorithms.flatMap(({ name, driver, approved }) => {
    const told = showings(boots, name, driver ?? '').filter(each => each.approved !== null)
    const other = told.find(each => each.approved !== approved)
    return other === undefined
      ? []
      : [`${name} (${driver}): a boot says ${word(other.approved)}, its code says ${word(approved)}`]
  })
}

const word = (approved: boolean | null): string => (approved === true ? 'approved' : 'not approved')
