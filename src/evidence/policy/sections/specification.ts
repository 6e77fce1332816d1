// SPDX-License-Identifier: GPL-2.0-only
import { crossingsOf, outsideCode } from '../../../features/standalone-crypto/boundary/index.js'
import { type Component, componentsOf } from '../components.js'
import { facts, type PolicyBlock, type PolicySection, person, table } from '../policy-document.js'
import type { PolicyInputs } from '../policy-inputs.js'
import type { TestedConfiguration } from '../tested-configurations.js'

/** What the module is, where its boundary is, and where it was tested. */
export const specificationSections = (inputs: PolicyInputs): PolicySection[] => [
  {
    number: '2',
    title: 'Cryptographic module specification',
    blocks: [person('Purpose and use of the module, its type, embodiment and overall security level.')],
  },
  { number: '2.1', title: 'Name, version and files', blocks: identification(inputs) },
  { number: '2.2', title: 'Components inside and outside the boundary', blocks: boundary(inputs) },
  { number: '2.3', title: 'Tested configurations', blocks: tested(inputs) },
]

function identification({ subject, tools }: PolicyInputs): PolicyBlock[] {
  const { module, hmac, release, files } = subject
  const rows = [
    ['name', module.name ?? ''],
    ['version', module.version ?? ''],
    ['SHA-256', module.sha256],
    ['HMAC-SHA256, which the module checks', hmac ?? ''],
    ['size in bytes', `${module.size}`],
    ['architecture', module.arch],
    ['vermagic', module.vermagic ?? ''],
    ['build ID', module.buildId ?? ''],
    ['kernel release', release ?? ''],
    ['compiler', tools.compiler ?? ''],
    [
      'assembler and linker, as Kconfig counts versions',
      [tools.assembler, tools.linker].filter(Boolean).join(', '),
    ],
  ]
  return [
    table('The module', ['fact', 'value'], rows, [1]),
    table(
      'Files of the build',
      ['file', 'what', 'bytes', 'SHA-256'],
      files.map(({ path, what, size, sha256 }) => [path, what, `${size}`, sha256]),
      [0, 3],
    ),
  ]
}

const PLACES: Readonly<Record<Component['place'], string>> = {
  in: 'inside',
  out: 'outside',
  open: 'OUTSIDE, without a reason',
}

function boundary({ boundary: found, modules }: PolicyInputs): PolicyBlock[] {
  const components = componentsOf({ crossings: crossingsOf(found), carve: null })
  const open = outsideCode(found)
  const imports = (its: string) => found.imports.filter(each => each.class === its)
  const reasons = [...new Set(imports('named exception').map(({ because }) => because ?? ''))]
  return [
    facts(
      `The boundary is the file of the module: ${found.objects.length} objects. ${
        open.length === 0
          ? 'No cryptographic code that the module uses, and none that belongs into it, is outside.'
          : `Cryptographic code is outside without a reason: ${open.map(({ object }) => object).join(', ')}.`
      }`,
    ),
    table(
      'Components',
      ['directory', 'objects', 'place', 'reason', 'which'],
      components.map(({ directory, objects, place, reason }) => [
        ...[directory, `${objects.length}`, PLACES[place], reason, objects.join(' ')],
      ]),
      [0, 4],
    ),
    table(
      'Crypto modules beside this one, outside the boundary',
      ['module', 'reason'],
      modules.map(path => [path.replace(/\.o$/, '.ko'), 'selected as a module (=m), loaded beside this one']),
    ),
    table(
      'What the module imports from the kernel',
      ['class', 'symbols', 'reason'],
      [
        ['cryptography', `${imports('cryptography').length}`, 'belongs into the module'],
        ['not classed', `${imports('not classed').length}`, 'could not be told'],
        ...reasons.map(reason => [
          'named exception',
          `${imports('named exception').filter(({ because }) => (because ?? '') === reason).length}`,
          reason,
        ]),
        [
          'service of the kernel',
          `${imports('kernel service').length}`,
          'defined in no directory of cryptography',
        ],
      ],
      [],
    ),
    person('A diagram of the boundary and of the platform that the module runs on.'),
  ]
}

function tested({ configurations }: PolicyInputs): PolicyBlock[] {
  return [
    ...(configurations.length === 0
      ? [facts('No attestation was given (--bundle), so no tested configuration is known.')]
      : []),
    table(
      'Attested tests of exactly this module',
      ['kernel', 'architecture', 'machine', 'command line', 'test', 'result', 'tests', 'time', 'attestation'],
      configurations.map(rowOf),
      [],
    ),
    person(
      'The operational environments that a laboratory tests: hardware, processor, and operating system.',
    ),
  ]
}

const rowOf = (each: TestedConfiguration): string[] => [
  each.release ?? '',
  each.arch ?? '',
  each.machine ?? '',
  each.scenarios.map(words => words || '(plain)').join(', '),
  each.command,
  each.result,
  `${each.passed} passed, ${each.failed} failed`,
  each.time ?? '',
  `line ${each.line} of ${each.bundle}, ${each.signature}`,
]
