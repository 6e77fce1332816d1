// SPDX-License-Identifier: GPL-2.0-only
import type { AlgorithmFact } from '../../../features/standalone-crypto/services/index.js'
import { facts, type PolicyBlock, type PolicySection, person, table } from '../policy-document.js'
import type { PolicyInputs } from '../policy-inputs.js'

/** Integrity, self-tests, and the states that errors lead to. */
export function selfTestSections(inputs: PolicyInputs): PolicySection[] {
  const { hmac } = inputs.subject
  return [
    {
      number: '5',
      title: 'Software/firmware security',
      blocks: [
        facts(
          `The module is checked by HMAC-SHA256 over its file${hmac === null ? '' : `; the digest is ${hmac}`}. The code that checks is inside the module. It can be asked for again at run time, see 4.1.`,
        ),
      ],
    },
    { number: '10', title: 'Self-tests', blocks: [person('The periods of self-tests, if any.')] },
    { number: '10.1', title: 'Pre-operational self-tests', blocks: preOperational() },
    { number: '10.2', title: 'Conditional self-tests', blocks: conditional(inputs) },
    { number: '10.3', title: 'Error states', blocks: errorStates(inputs) },
  ]
}

const preOperational = (): PolicyBlock[] => [
  table(
    'Pre-operational self-tests',
    ['test', 'when', 'how a failure shows'],
    [
      [
        'HMAC-SHA256, known answer (RFC 4231, test case 7)',
        'with fips=1, before any initcall of the module; on demand',
        'the kernel panics: fips140: HMAC-SHA256 known-answer test failed',
      ],
      [
        'HMAC-SHA256 of the file of the module',
        'after that',
        'the kernel panics: fips140: integrity check: HMAC-SHA256 of the module failed',
      ],
    ],
    [],
  ),
]

function conditional({ subject, sources }: PolicyInputs): PolicyBlock[] {
  const inside = subject.services.algorithms.filter(({ place }) => place === 'module')
  const tested = new Map<string, AlgorithmFact[]>()
  for (const each of inside) {
    if (each.test === null || each.test === 'none') continue
    tested.set(each.test, [...(tested.get(each.test) ?? []), each])
  }
  const untested = inside.filter(({ approved, test }) => approved === true && test === 'none')
  const isTested = sources.some(({ path }) => path === 'crypto/testmgr.c')
  return [
    facts(
      isTested
        ? 'crypto/testmgr.c tests each implementation of an algorithm when it is registered, or made of a template, before anybody can use it. Self-tests on demand repeat all of them.'
        : 'The source of crypto/testmgr.c is not there: its self-tests are not known.',
    ),
    table(
      'Cryptographic algorithm self-tests',
      ['test', 'algorithms', 'implementations', 'result in boots'],
      [...tested]
        .sort()
        .map(([test, own]) => [
          test,
          [...new Set(own.map(({ name, driver }) => (name === 'stdrng' ? (driver ?? name) : name)))].join(
            ' ',
          ),
          `${own.length}`,
          resultsOf(own),
        ]),
      [0, 1],
    ),
    table(
      'Other code that tests itself, by the message with which it fails',
      ['message', 'source'],
      sources
        .filter(({ path, isLoader }) => !isLoader && path !== 'crypto/testmgr.c')
        .flatMap(({ path, panics }) =>
          [...new Set(panics)].filter(text => /test/i.test(text)).map(text => [text, path]),
        ),
      [0, 1],
    ),
    table(
      'Approved services for which crypto/testmgr.c has no test of its own',
      ['name', 'driver'],
      untested.map(({ name, driver }) => [name, driver ?? '']),
      [0, 1],
    ),
    person(
      'Why the last ones need no test of their own, such as that another one covers them; pairwise consistency tests.',
    ),
  ]
}

function resultsOf(algorithms: readonly AlgorithmFact[]): string {
  const count = (result: string | null) => algorithms.filter(({ selfTest }) => selfTest === result).length
  return [
    ...(count('passed') > 0 ? [`${count('passed')} passed`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not run`] : []),
    ...(count(null) > 0 ? [`${count(null)} in no boot that was given`] : []),
  ].join(', ')
}

function errorStates({ sources }: PolicyInputs): PolicyBlock[] {
  const rows = (isLoader: boolean) =>
    sources
      .filter(each => each.isLoader === isLoader)
      .flatMap(({ path, panics }) => [...new Set(panics)].map(text => [text, path]))
  return [
    facts(
      'A panic is the error state: the kernel stops, and no service of the module is left. The tables have every message of a panic in the sources, whatever leads to it; %s and the like stand for what is filled in.',
    ),
    table('Messages of the code in the module', ['message', 'source'], rows(false), [0, 1]),
    table('Messages of the loader, which is part of the kernel', ['message', 'source'], rows(true), [0, 1]),
    facts(
      'Without fips=1 a failed self-test does not stop the kernel: the algorithm cannot be used, and the kernel log names it.',
    ),
    person('How an operator leaves an error state.'),
  ]
}
