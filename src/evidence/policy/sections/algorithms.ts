// SPDX-License-Identifier: GPL-2.0-only
import type { AlgorithmFact } from '../../../features/standalone-crypto/services/index.js'
import { type Capabilities, capabilitiesOf, keyText, libraryCryptography } from '../../capabilities/index.js'
import { facts, type PolicyBlock, type PolicySection, person, table } from '../policy-document.js'
import type { PolicyInputs } from '../policy-inputs.js'

/** The algorithms of the module by what FIPS mode makes of them, with their capabilities. */
export function algorithmSections({ subject }: PolicyInputs): PolicySection[] {
  const inside = subject.services.algorithms.filter(({ place, internal }) => place === 'module' && !internal)
  const approved = inside.filter(each => each.approved === true)
  const others = inside.filter(each => each.approved !== true)
  return [
    {
      number: '2.4',
      title: 'Modes of operation',
      blocks: [
        facts(
          'With fips=1 on the kernel command line the module checks itself before any of its code serves, and the self-tests refuse algorithms that are not allowed. /proc/sys/crypto/fips_enabled is 1 then. Without it neither happens.',
        ),
        person('How an operator sets the approved mode, and what else it needs.'),
      ],
    },
    { number: '2.5', title: 'Algorithms', blocks: [...approvedBlocks(approved), ...otherBlocks(others)] },
    { number: '2.6', title: 'Library functions', blocks: libraryBlocks(subject) },
    ...notKnown(subject.unknown, subject.services.differences),
  ]
}

const HEAD = ['algorithm', 'name', 'drivers', 'functions', 'key bits', 'other sizes in bits', 'self-test']

function approvedBlocks(algorithms: readonly AlgorithmFact[]): PolicyBlock[] {
  return [
    table('Approved algorithms', HEAD, capabilityRows(algorithms), [1, 2, 6]),
    person('CAVP certificate numbers, standards, and the conditions of use of each algorithm.'),
  ]
}

function otherBlocks(algorithms: readonly AlgorithmFact[]): PolicyBlock[] {
  const refused = algorithms.filter(({ letIn }) => letIn === false)
  const usable = algorithms.filter(({ letIn }) => letIn !== false)
  return [
    table('Not approved, and not refused in FIPS mode', HEAD, capabilityRows(usable), [1, 2, 6]),
    person(
      'Which of these are allowed in the approved mode and why, and which are parts of approved algorithms. Compression and checksums are no cryptography.',
    ),
    table('Not approved, and refused in FIPS mode', HEAD, capabilityRows(refused), [1, 2, 6]),
  ]
}

/** A row for each name, with all that implement it. */
function capabilityRows(algorithms: readonly AlgorithmFact[]): string[][] {
  const byName = new Map<string, AlgorithmFact[]>()
  for (const each of algorithms) {
    // Generators of random numbers have one name for all.
    const key = each.name === 'stdrng' ? (each.driver ?? each.name) : each.name
    byName.set(key, [...(byName.get(key) ?? []), each])
  }
  return [...byName].sort().map(([name, own]) => {
    const its = own.map(capabilitiesOf)
    const first = its[0]
    return [
      first?.name ?? name,
      name,
      own.map(({ driver }) => driver ?? '(made on demand)').join(' '),
      (first?.functions ?? []).join(', '),
      keysOf(its),
      [...new Set(its.flatMap(sizesOf))].join(', '),
      [...new Set(own.flatMap(({ test }) => test ?? []))].join(' '),
    ]
  })
}

function keysOf(its: readonly Capabilities[]): string {
  const known = [...new Set(its.map(keyText).filter(text => text !== ''))]
  if (known.length > 0) return known.join('; ')
  const tested = [...new Set(its.flatMap(({ testedKeyBits }) => testedKeyBits))].sort((a, b) => a - b)
  return tested.length === 0 ? '' : `tested with ${tested.join(', ')}`
}

const sizesOf = ({ ivBits, digestBits, maxTagBits }: Capabilities): string[] => [
  ...(ivBits === null || ivBits === 0 ? [] : [`IV ${ivBits}`]),
  ...(digestBits === null ? [] : [`digest ${digestBits}`]),
  ...(maxTagBits === null ? [] : [`tag to ${maxTagBits}`]),
]

function libraryBlocks({ services }: PolicyInputs['subject']): PolicyBlock[] {
  return [
    facts(
      'Code of the kernel calls these functions directly, without the crypto API. There is no indicator for them.',
    ),
    table(
      'Libraries in the module',
      ['algorithm', 'library', 'functions that others can call'],
      (services.libraries ?? []).map(library => [
        ...[libraryCryptography(library).name, library.name, library.functions.join(' ')],
      ]),
      [1, 2],
    ),
    person('Whether they are services of the module, and which of them are approved.'),
  ]
}

function notKnown(unknown: readonly string[], differences: readonly string[]): PolicySection[] {
  if (unknown.length + differences.length === 0) return []
  return [
    {
      number: '2.7',
      title: 'What these tables do not know',
      blocks: [
        table(
          'Not told',
          ['what'],
          unknown.map(line => [line]),
          [],
        ),
        table(
          'Told differently by a boot and by the module',
          ['what'],
          differences.map(line => [line]),
          [],
        ),
      ],
    },
  ]
}
