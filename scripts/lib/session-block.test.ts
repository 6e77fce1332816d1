// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { sessionText, withSession } from './session-block.mjs'

test('of a session its stages, a few checks and the end are shown, without paths', () => {
  const output = [
    'compiling src/ (tsc)',
    '[1/8] machine     188ms  has what is needed',
    '[6/8] build  300 of ~966 objects  CC crypto/gcm.o (1m 15s)',
    '[6/8] build      10m 24s  966 objects compiled',
    '[2/8] tree          10s  Linux 6.12.117, /c/x/kcarve/trees/linux',
    'checks',
    '  ok  boots to user space  6.12.117',
    '  ok  served from fips140  170 of 170',
    '  bin  /home/a/kcarve',
    'Linux 6.12.117 carved, built and booted: all checks pass (11m 19s)',
    '',
  ].join('\n')
  expect(sessionText(output, { home: '/home/a', cacheHome: '/c/x' })).toBe(
    [
      '[1/8] machine     188ms  has what is needed',
      '[6/8] build      10m 24s  966 objects compiled',
      '[2/8] tree          10s  Linux 6.12.117',
      '  ok  served from fips140  170 of 170',
      '  ok  … 1 more checks',
      'Linux 6.12.117 carved, built and booted: all checks pass (11m 19s)',
    ].join('\n'),
  )
})

test('it takes the place of the one before, and of nothing else', () => {
  const readme = 'a\n\n```\n# npm start\nold $1\n```\n\n```\nmake\n```\n'
  expect(withSession(readme, 'npm start -- -j 2', 'new $& text')).toBe(
    'a\n\n```\n# npm start -- -j 2\nnew $& text\n```\n\n```\nmake\n```\n',
  )
  expect(() => withSession('none', 'npm start', '')).toThrow('there is no block')
})
