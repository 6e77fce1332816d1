// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { mmdebstrapStep } from './debian-root.js'

test('what mmdebstrap and dpkg say of their progress is shown, and nothing else', () => {
  const lines = [
    'I: installing remaining packages inside the chroot...',
    'I: using /tmp/mmdebstrap.LRQ7ukMSi3 as tempdir',
    'Setting up systemd (252.39-1~deb12u1) ...',
    'Creating group systemd-journal with GID 999.',
  ]
  expect(lines.map(mmdebstrapStep)).toEqual([
    'installing remaining packages inside the chroot',
    undefined,
    'Setting up systemd',
    undefined,
  ])
})
