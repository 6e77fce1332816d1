// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { plainPaint } from '../text/paint.js'
import { overviewText } from './overview-text.js'

const tree = { root: '/src/linux', version: '6.12.1' } as never
const at = (place: Parameters<typeof overviewText>[0]) =>
  overviewText(place, { paint: plainPaint, own: 'kcarve' })

test('elsewhere it names the three commands that start, and the help', () => {
  const text = at({ kind: 'elsewhere' })
  expect(text.match(/kcarve (?:start|plan TREE|inspect FILE)\b/g)).toHaveLength(3)
  expect(text).toMatch(/\nkcarve --help lists all commands\.\n$/)
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
})

test('in kernel sources it tells their state, and the next command', () => {
  expect(
    at({ kind: 'tree', tree, states: [], build: undefined }),
  ).toBe(`Linux 6.12.1, kernel sources in /src/linux
clean: nothing is applied

next
  kcarve plan /src/linux   what would change; writes nothing
  kcarve apply /src/linux  make the edits; revert takes them back

kcarve --help lists all commands.
`)
  const applied = { state: 'foreign-applied', recipe: 'standalone-crypto', version: '1' } as const
  expect(at({ kind: 'tree', tree, states: [applied], build: undefined })).toContain('kcarve build /src/linux')
  expect(at({ kind: 'tree', tree, states: [applied], build: '/b' })).toContain('kcarve prove /src/linux')
})

test('in a build it says what was built, and how to judge it', () => {
  const built = {
    objtree: '/obj',
    image: '/obj/bzImage',
    release: '6.12.1',
    arch: { name: 'x86_64' },
  } as never
  const text = at({ kind: 'build', built, isCarved: true })
  expect(text).toMatch(/^6\.12\.1, a carved kernel built for x86_64 in \/obj\n/)
  expect(text).toContain('kcarve boot /obj --fips')
  expect(at({ kind: 'build', built, isCarved: false })).not.toContain('--fips')
})
