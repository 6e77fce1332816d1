// SPDX-License-Identifier: GPL-2.0-only
import {
  type Anchor,
  cFunction,
  cInclude,
  cStruct,
  ifBlock,
  ldsMacro,
  ldsSection,
  lines,
  lineWith,
  makeAssignment,
  makeRule,
  shFunction,
  within,
} from '../../src/edit/anchor.js'
import { mapLines, replace } from '../../src/edit/edits.js'
import { findAnchor } from '../../src/edit/find-anchor.js'
import { nearestLines } from '../../src/edit/nearest-lines.js'
import { findOwnText } from '../../src/edit/own-text.js'
import { resolveEdit } from '../../src/edit/resolve-edit.js'
import { fromBytes, sourceText } from '../../src/edit/source-text.js'
import { scanC } from '../../src/edit/syntax/c-scan.js'
import { parseMakefile } from '../../src/edit/syntax/makefile.js'
import { fuzzText } from './harness/fuzz.js'
import { C_SOURCE } from './seeds/c-source.js'
import { LINKER_SCRIPT } from './seeds/linker-script.js'
import { MAKEFILE } from './seeds/makefile.js'
import { SHELL } from './seeds/shell.js'

/** As a file is read: one character a byte. */
const read = (text: string) => sourceText(fromBytes(Buffer.from(text)))

/** Finds each of the anchors, or the lines that are most like it. */
const search =
  (...anchors: readonly Anchor[]) =>
  (text: string) => {
    const source = read(text)
    return anchors.map(anchor => {
      const result = findAnchor(source, anchor)
      return result.found ? result.construct : nearestLines(source, anchor, result.scope)
    })
  }

fuzzText('scanC', [C_SOURCE], text => scanC(read(text)))
fuzzText('parseMakefile', [MAKEFILE], text => parseMakefile(read(text)))
fuzzText('cFunction', [C_SOURCE], search(cFunction('demo_outer'), cFunction('demo_inner')))
fuzzText('cStruct', [C_SOURCE], search(cStruct('demo_ctx'), cStruct('demo_kind')))
fuzzText('within', [C_SOURCE], search(within(ifBlock('#ifdef MODULE'), lineWith('HERE'))))
fuzzText('cInclude', [C_SOURCE], search(cInclude('<linux/module.h>')))
fuzzText(
  'makeAssignment',
  [MAKEFILE],
  search(makeAssignment('crypto_algapi-y'), makeAssignment('obj-$(CONFIG_CRYPTO_FIPS)', { value: 'fips.o' })),
)
fuzzText('makeRule', [MAKEFILE], search(makeRule('vmlinux.a', { recipe: true })))
fuzzText('ifBlock', [MAKEFILE], search(ifBlock('ifdef CONFIG_64BIT')))
fuzzText(
  'ldsSection',
  [LINKER_SCRIPT],
  search(ldsSection('.init.begin'), ldsSection('.rodata'), ldsMacro('INIT_DATA_SECTION')),
)
fuzzText('shFunction', [SHELL], search(shFunction('vmlinux_link'), shFunction('info')))
fuzzText('lineWith', [C_SOURCE], search(lineWith('return  ctx->first;'), lines('{', '\tstatic int x;')))

const rename = mapLines('obj becomes crypto-objs', text =>
  text.replace(/^obj-(?=\$\(CONFIG_)/, 'crypto-objs-'),
)
const exchange = replace(makeAssignment('crypto-y'), 'crypto-y := x.o')
fuzzText('resolveEdit', [MAKEFILE], text => {
  const source = read(text)
  const own = findOwnText(source, [rename, exchange])
  return [resolveEdit(source, own, rename), resolveEdit(source, own, exchange)]
})
