// SPDX-License-Identifier: GPL-2.0-only

import { type Paint, plainPaint } from '../../../text/paint.js'
import { countText } from '../../../text/quantities.js'
import { tableText } from '../../../text/table.js'
import type { CarvePlan, PlannedHazard, PlannedObject } from './plan.js'

/** What moves, what stays and why, and the hazards; with `verbose` every object, and the hazards that are taken care of. */
export function carvePlanText(plan: CarvePlan, { verbose = false, paint = plainPaint } = {}): string {
  const { directories, hazards } = plan
  const open = hazards.filter(({ handledBy }) => handledBy === undefined)
  const handled = hazards.length - open.length
  const rows = directories.map(({ path, isPresent, objects }) => [
    path,
    isPresent ? countText(objects.length, 'object') : 'not in this tree',
    ...(verbose
      ? []
      : [namesOf(objects, 'stays').length > 0 ? `of them stay: ${namesOf(objects, 'stays').join(' ')}` : '']),
  ])
  return [
    `${countsText(plan)}\n`,
    tableText(rows, { indent: 2, right: [1] }),
    ...(verbose ? directories.map(({ path, objects }) => objectsText(path, objects)) : []),
    staysText(directories.flatMap(directory => directory.objects)),
    outsideText(plan, { verbose, paint }),
    `${paint.bold('hazards')} of code that was built in and becomes module code: ${open.length} open, ${handled} taken care of\n`,
    tableText(open.map(hazardRow), { indent: 2 }),
    ...(verbose
      ? [tableText(hazards.filter(hazard => !open.includes(hazard)).map(hazardRow), { indent: 2 })]
      : []),
  ].join('')
}

function countsText({ totals, hasConfig, isFragment }: CarvePlan): string {
  const byConfig = totals['by config']
  if (!hasConfig) {
    return `${countText(byConfig, 'object')} move into fips140.ko where the configuration says y, ${totals.stays} stay in vmlinux`
  }
  const counts = `${countText(totals.moves, 'object')} move into fips140.ko, ${totals.stays} stay in vmlinux, ${totals.module} are modules of their own, ${totals.off} are off`
  return isFragment
    ? `${counts}\n${byConfig} depend on options that this fragment does not name: a whole .config tells of all`
    : counts
}

const namesOf = (objects: readonly PlannedObject[], placement: PlannedObject['placement']) =>
  objects.filter(object => object.placement === placement).map(({ name }) => name)

function staysText(objects: readonly PlannedObject[]): string {
  const rows = objects
    .filter(({ placement }) => placement === 'stays')
    .map(({ name, because }) => [name, because ?? 'its makefile line names no option'])
  return `why objects stay\n${tableText(rows, { indent: 2 })}`
}

const MOST_OUTSIDE = 12

/** What is going to leave the boundary open, as far as that is known before a build. */
function outsideText(
  { outside, hasConfig, isFragment }: CarvePlan,
  { verbose, paint }: { readonly verbose: boolean; readonly paint: Paint },
): string {
  const head = paint.bold('cryptographic code outside the module')
  if (!hasConfig) return `${head}: unknown without --config\n`
  const open = outside.filter(({ because }) => because === null).map(({ path }) => path)
  const basis = isFragment ? 'the makefiles and this fragment' : 'the makefiles and the configuration'
  const count = open.length === 0 ? 'none' : countText(open.length, 'object')
  const shown = verbose ? open : open.slice(0, MOST_OUTSIDE)
  return [
    `${head}: ${count}, judging by ${basis}; build shows what the module imports\n`,
    ...shown.map(path => `  ${path}\n`),
    ...(shown.length < open.length ? [`  and ${open.length - shown.length} more (-v)\n`] : []),
  ].join('')
}

function objectsText(path: string, objects: readonly PlannedObject[]): string {
  const rows = objects.map(({ name, placement, option, parts }) => [
    name,
    placement,
    option ?? '',
    parts.length === 0 ? '' : `from ${parts.join(' ')}`,
  ])
  return rows.length === 0 ? '' : `${path}\n${tableText(rows, { indent: 2 })}`
}

function hazardRow({ path, line, kind, consequence, handledBy }: PlannedHazard): string[] {
  return [`${path}:${line}`, kind, handledBy === undefined ? consequence : `handled: ${handledBy}`]
}
