// SPDX-License-Identifier: GPL-2.0-only
import { arrow, box, svg, text } from './svg.mjs'

const STEP = 198
const steps = [
  {
    when: 'start_kernel()',
    lines: [
      ['title', 'before the load'],
      'a redirect panics with',
      'the name of its function;',
      'SHA-256 has a twin',
    ],
    kind: 'twin',
  },
  {
    when: 'fips140_load()',
    lines: [['title', 'the load'], 'the module loader takes', 'the embedded module', 'and binds variables'],
  },
  {
    when: 'fips=1 only',
    lines: [['title', 'integrity'], 'HMAC known answer,', 'then HMAC of the file;', 'a failure panics'],
  },
  {
    when: 'redirects patched',
    lines: [
      ['title', 'initcalls'],
      'of each group, in its',
      'built-in place, level by',
      'level, with self-tests',
    ],
  },
  {
    when: 'fips140_finish()',
    lines: [
      ['title', 'complete'],
      'every initcall ran once;',
      'init memory goes, with',
      'image copy and twins',
    ],
  },
]

/** The boot from left to right, and what each kind of memory holds meanwhile. */
export const bootPicture = () =>
  svg(
    {
      width: 1016,
      height: 380,
      title: 'The boot of a carved kernel',
      description:
        'Until the load, redirects lead to a panic or to an early twin. The kernel loads the module, checks its integrity with fips=1, patches the redirects, runs initcalls in built-in order, and then frees init memory.',
    },
    [timeline(), memory()],
  )

const timeline = () => [
  arrow([18, 64], [998, 64]),
  text(998, 90, ['dim', '/init'], 'end'),
  steps.map(({ when, lines, kind }, index) => [
    text(24 + STEP * index, 46, ['code', when]),
    `<path class="axis" d="M${24 + STEP * index} 56v58"/>`,
    box({ x: 18 + STEP * index, y: 112, width: STEP - 8, height: 100, kind }, lines),
  ]),
]

/** Each row: where it is, and a bar from one step to another. */
const memory = () => [
  text(18, 244, ['dim', 'what is in memory']),
  bar(
    254,
    [0, 5],
    'box',
    'init memory, freed after boot: the module as a file (.fips140_embedded), early twins',
  ),
  bar(294, [1, 5], 'module', 'module memory, stays: fips140.ko, relocated'),
  bar(334, [4, 5], 'box', 'fips=1: the file, kept'),
]

const bar = (y, [from, to], kind, words) =>
  box({ x: 18 + STEP * from, y, width: STEP * (to - from) - 8, height: 32, kind }, [words])
