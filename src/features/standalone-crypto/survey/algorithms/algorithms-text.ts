// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import { type Paint, plainPaint } from '../../../../text/paint.js'
import { countText } from '../../../../text/quantities.js'
import { tableText } from '../../../../text/table.js'
import type { PlannedAlgorithm } from './plan-algorithms.js'
import type { PlannedService } from './plan-services.js'

export interface PlannedServices {
  readonly algorithms: readonly PlannedAlgorithm[]
  readonly services: readonly PlannedService[]
}

/** A row for each algorithm that is anywhere, and what a boot with fips=1 makes of the services that can be approved. */
export function algorithmsText(
  { algorithms, services }: PlannedServices,
  { paint = plainPaint }: { readonly paint?: Paint } = {},
): string {
  const isOff = (each: PlannedAlgorithm) =>
    [each.inside, each.vmlinux, each.modules, each.unknown].every(places => places.length === 0)
  const off = algorithms.filter(isOff).map(({ name }) => name)
  const rows = algorithms.filter(each => !isOff(each)).map(rowOf)
  return [
    `${paint.bold('algorithms and templates')}, where their code is, and what fips=1 does with them\n`,
    tableText(rows, { indent: 2, head: ['', 'in fips140.ko', 'in modules of their own', 'with fips=1'] }),
    ...(off.length === 0 ? [] : [`  off: ${off.join(' ')}\n`]),
    servicesText(services, paint),
  ].join('')
}

function rowOf({ name, inside, vmlinux, modules, unknown, letIn }: PlannedAlgorithm): string[] {
  const elsewhere = [
    ...namesOf(modules).map(each => each.replace(/\.o$/, '.ko')),
    ...namesOf(vmlinux).map(each => `${each} (vmlinux)`),
    ...namesOf(unknown).map(each => `${each} (by config)`),
  ]
  return [name, namesOf(inside).join(' '), elsewhere.join(' '), LET_IN[`${letIn}`]]
}

const namesOf = (paths: readonly string[]): string[] => paths.map(path => basename(path))

const LET_IN = { true: 'allowed', false: 'refused', null: 'not tested' } as const

function servicesText(services: readonly PlannedService[], paint: Paint): string {
  const of = (verdict: PlannedService['verdict']) => services.filter(each => each.verdict === verdict)
  const approved = of('approved')
  const refused = of('refused')
  const replaced = approved.filter(({ alsoIn }) => alsoIn.length > 0)
  const reasons = (title: string, some: readonly PlannedService[]): string =>
    some.length === 0
      ? ''
      : `  ${title}\n${tableText(
          some.map(({ name, because }) => [name, because.join(' ')]),
          { indent: 4 },
        )}`
  return [
    `${paint.bold('approved services with fips=1')}: ${countText(approved.length, 'service')} of ${services.length}, if build finds the boundary closed\n`,
    ...(approved.length === 0 ? [] : [`  ${approved.map(({ name }) => name).join(' ')}\n`]),
    reasons('not approved, as these parts are outside of fips140.ko:', of('not approved')),
    reasons('not there, as these parts are off:', of('absent')),
    reasons('by config:', of('unknown')),
    refused.length === 0
      ? ''
      : `  not there, as fips=1 does not let them in: ${refused.map(({ name }) => name).join(' ')}\n`,
    replaced.length === 0
      ? ''
      : `  approved, but served by a module, which is not approved, once that is loaded:\n${tableText(
          replaced.map(({ name, alsoIn }) => [
            name,
            namesOf(alsoIn)
              .map(each => each.replace(/\.o$/, '.ko'))
              .join(' '),
          ]),
          { indent: 4 },
        )}`,
  ].join('')
}
