// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { installHint } from './install-hint.js'

const HINT = 'apt-get install gcc libelf-dev xz-utils'

test.each([
  ['ID=fedora\n', 'dnf install gcc elfutils-libelf-devel xz'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf install gcc elfutils-libelf-devel xz'],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'zypper install gcc libelf-devel xz'],
  ['ID=arch\n', 'pacman -S gcc libelf xz'],
  ['ID=alpine\n', 'apk add gcc elfutils-dev xz'],
  ['ID=ubuntu\nID_LIKE=debian\n', HINT],
  ['ID=debian\n', HINT],
  ['ID=gentoo\n', 'install what Debian calls gcc libelf-dev xz-utils'],
  ['', 'install what Debian calls gcc libelf-dev xz-utils'],
])('by %j packages have the names they have there', (osRelease, hint) => {
  expect(installHint(HINT, osRelease)).toBe(hint)
})

test('a package that we know no name of keeps that of Debian', () => {
  expect(installHint('apt-get install make mmdebstrap', 'ID=arch')).toBe(
    'pacman -S make; install what Debian calls mmdebstrap',
  )
})

test('what stands around the command stays', () => {
  expect(installHint('apt-get install tar, or name other sources', 'ID=alpine')).toBe(
    'apk add tar, or name other sources',
  )
  const debian = 'the sources are needed (Debian: apt-get install linux-source)'
  expect(installHint(debian, 'ID=alpine')).toBe(debian)
  expect(installHint('name the directory', 'ID=alpine')).toBe('name the directory')
})
