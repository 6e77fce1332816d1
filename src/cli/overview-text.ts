// SPDX-License-Identifier: GPL-2.0-only
import type { Objtree } from '../build/index.js'
import type { TreeState } from '../edit/index.js'
import { defaultFeature } from '../features/registry.js'
import type { KernelTree } from '../kernel/index.js'
import { treeStateText } from '../report/tree-state.js'
import type { Paint } from '../text/paint.js'
import { shortPath } from '../text/short-paths.js'
import { tableText } from '../text/table.js'

/** Where kcarve was called. */
export type Place =
  | { readonly kind: 'build'; readonly built: Objtree; readonly isCarved: boolean }
  | {
      readonly kind: 'tree'
      readonly tree: KernelTree
      readonly states: readonly TreeState[]
      readonly build: string | undefined
    }
  | { readonly kind: 'elsewhere' }

type Step = readonly [command: string, purpose: string]

/** What the place is, the next commands, and where the others are listed. */
export function overviewText(
  place: Place,
  { paint, own }: { readonly paint: Paint; readonly own: string },
): string {
  const steps = stepsAt(place).map(([command, purpose]) => [`${own} ${command}`, purpose])
  return [
    headOf(place, paint),
    `\n${paint.bold('next')}\n${tableText(steps, { indent: 2 })}`,
    `\n${own} --help lists all commands.\n`,
  ].join('')
}

function headOf(place: Place, paint: Paint): string {
  switch (place.kind) {
    case 'tree': {
      const head = `Linux ${place.tree.version}, kernel sources in ${shortPath(place.tree.root)}\n`
      const states: readonly TreeState[] = place.states.length === 0 ? [{ state: 'clean' }] : place.states
      return head + states.map(state => treeStateText(state, { paint })).join('')
    }
    case 'build': {
      const { release, objtree, arch } = place.built
      const what = place.isCarved ? 'carved kernel' : 'kernel without the module'
      return `${release || 'A kernel'}, a ${what} built for ${arch.name} in ${shortPath(objtree)}\n`
    }
    case 'elsewhere':
      return 'Neither kernel sources nor a build are here.\n'
  }
}

function stepsAt(place: Place): readonly Step[] {
  if (place.kind === 'tree') return treeSteps(place)
  if (place.kind === 'elsewhere') {
    return [
      ['start', "carve, build and boot Debian's kernel, in the cache"],
      ['plan TREE', 'what would change in your kernel sources; writes nothing'],
      ['inspect FILE', 'what a kernel image or a module carries'],
    ]
  }
  const { objtree, image } = place.built
  const path = shortPath(objtree)
  if (!place.isCarved) {
    return [
      [`boot ${path}`, 'boot it in QEMU and check it'],
      [`inspect ${shortPath(image)}`, 'what is in the image'],
    ]
  }
  return [
    [`boot ${path} --fips`, 'boot it in FIPS mode and check it'],
    [`verify ${shortPath(image)}`, 'check digests and boundary without booting'],
    [`archive ${path} -o FILE.tar.zst`, 'freeze the module for later verdicts'],
    [`report ${path} -o FILE.html`, 'the boundary as a page'],
  ]
}

function treeSteps({ tree, states, build }: Place & { readonly kind: 'tree' }): readonly Step[] {
  const path = shortPath(tree.root)
  const own = states.find(state => 'recipe' in state && state.recipe === defaultFeature.name)
  const state = states.some(each => each.state === 'busy') ? 'busy' : (own?.state ?? 'clean')
  switch (state) {
    case 'clean':
      return [
        [`plan ${path}`, 'what would change; writes nothing'],
        [`apply ${path}`, 'make the edits; revert takes them back'],
      ]
    case 'applied':
    case 'foreign-applied':
      return build === undefined
        ? [
            [`build ${path}`, 'build it with the small config'],
            [`revert ${path}`, 'take the edits back'],
          ]
        : [
            [`boot ${path}`, 'boot what is built, and check it'],
            [`prove ${path}`, 'compare it with the stock kernel'],
            [`build ${path}`, 'build it again after changes'],
            [`report ${shortPath(build)} -o FILE.html`, 'the boundary as a page'],
          ]
    default:
      return [[`status ${path} -v`, 'more about its state']]
  }
}
