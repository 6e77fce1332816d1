// SPDX-License-Identifier: GPL-2.0-only
import type { AlgorithmFact } from '../../../features/standalone-crypto/services/index.js'
import { INDICATORS } from '../indicators.js'
import { facts, type PolicySection, person, table } from '../policy-document.js'
import type { PolicyInputs } from '../policy-inputs.js'

/** Interfaces, and services with how a caller asks whether one is approved. */
export function serviceSections({ subject, boundary }: PolicyInputs): PolicySection[] {
  const inside = subject.services.algorithms.filter(({ place, internal }) => place === 'module' && !internal)
  return [
    {
      number: '3',
      title: 'Cryptographic module interfaces',
      blocks: [
        table(
          'Ports and interfaces',
          ['interface', 'how many', 'what'],
          [
            [
              'functions called from the kernel',
              `${boundary.functions.length}`,
              'one direct jump each, filled in while the module is loaded',
            ],
            [
              'variables read by the kernel',
              `${boundary.variables.length}`,
              'kept in the kernel, with the contents of the module',
            ],
            [
              'functions and variables exported to other modules',
              `${subject.module.exports.length}`,
              'as the kernel exported them',
            ],
            [
              '/proc/fips140, /sys/module/fips140',
              '3 files',
              'status output, and control input for self-tests on demand',
            ],
          ],
          [],
        ),
        person(
          'Which interface is data input, data output, control input, control output and status output.',
        ),
      ],
    },
    {
      number: '4',
      title: 'Roles, services and authentication',
      blocks: [person('Roles, and who may take them. The module authenticates nobody by itself.')],
    },
    {
      number: '4.1',
      title: 'Status and control services, with their indicators',
      blocks: [
        table(
          'How a caller asks at run time',
          ['service', 'how', 'answer'],
          INDICATORS.map(({ service, how, answers }) => [service, how, answers.join(', ')]),
          [2],
        ),
      ],
    },
    {
      number: '4.2',
      title: 'Approved services',
      blocks: [
        facts('Each is approved by the list in the module, and all its code is inside the boundary.'),
        table(
          'Approved services',
          SERVICE_HEAD,
          serviceRows(inside.filter(({ approved }) => approved === true)),
          [0, 1, 2],
        ),
        person('Roles and sensitive security parameters of each service.'),
      ],
    },
    {
      number: '4.3',
      title: 'Services that are not approved',
      blocks: [
        table(
          'Services that are not approved',
          SERVICE_HEAD,
          serviceRows(inside.filter(({ approved }) => approved !== true)),
          [0, 1, 2],
        ),
      ],
    },
  ]
}

const SERVICE_HEAD = ['name', 'driver', 'indicator in /proc/fips140', 'with fips=1']

const serviceRows = (algorithms: readonly AlgorithmFact[]): string[][] =>
  algorithms.map(({ name, driver, approved, letIn }) => [
    name,
    driver ?? '',
    `${approved === true ? 'approved' : 'not approved'}: ${name} ${driver ?? 'DRIVER'}`,
    letIn === false ? 'refused' : letIn === true ? 'allowed by its self-test' : 'not tested, not refused',
  ])
