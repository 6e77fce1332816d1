// SPDX-License-Identifier: GPL-2.0-only
import { describeRecipe, type TreeState } from '../edit/index.js'
import { plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'

const LISTED = 10

/** What has been done to a tree, and how to go on, as a few lines. */
export function treeStateText(state: TreeState, { verbose = false, paint = plainPaint } = {}): string {
  const list = (paths: readonly string[]) => listText(paths, verbose)
  switch (state.state) {
    case 'clean':
      return `${paint.green('clean')}: nothing is applied\n`
    case 'applied': {
      const { appliedAt, files, newFiles, modified } = state
      const what = `${describeRecipe(state)}, ${timeText(appliedAt)}: ${countText(files.length, 'file')} edited, ${newFiles.length} added\n`
      const changed = `${paint.yellow('changed since')}, so that revert will refuse:\n${list(modified)}`
      return `${paint.green('applied')}: ${what}${modified.length > 0 ? changed : ''}${verbose ? list([...files, ...newFiles]) : ''}`
    }
    case 'interrupted': {
      const { doing, recipe, version, startedAt, remedy } = state
      const what = `${doing} of ${recipe} ${version}, begun ${timeText(startedAt)}, was cut off`
      return `${paint.yellow('half done')}: ${what}\n${remedy}\n`
    }
    case 'busy':
      return `${paint.yellow('busy')}: process ${state.pid} is at work (${state.doing}) since ${timeText(state.since)}\n`
    case 'foreign-applied':
      return `${paint.green('applied')}: all edits of ${state.recipe} ${state.version} are in place, but without a record: revert cannot help\n`
    case 'partial': {
      const { present, missing } = state
      const what = `${countText(present.length, 'edit')} of ${state.recipe} in place without a record, ${missing.length} not`
      return `${paint.red('partly applied')}: ${what}; start from a pristine tree\nin place:\n${list(present)}missing:\n${list(missing)}`
    }
  }
}

function listText(paths: readonly string[], all: boolean): string {
  const shown = all || paths.length <= LISTED + 1 ? paths : paths.slice(0, LISTED)
  const rest = paths.length - shown.length
  return `${shown.map(path => `  ${path}\n`).join('')}${rest > 0 ? `  and ${rest} more (-v)\n` : ''}`
}

const timeText = (iso: string) => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')
