// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { kernelColumns } from './kernel-columns.js'

const named = (...releases: string[]) => kernelColumns(releases.map(release => ({ release, path: '/k' })))

test('what all kernels end with is left out', () => {
  expect(named('6.12.107+deb12-cloud-amd64', '6.12.111+deb12-cloud-amd64')).toEqual(['6.12.107', '6.12.111'])
  expect(named('6.1.0-47-amd64', '6.1.0-56-amd64')).toEqual(['6.1.0-47', '6.1.0-56'])
  expect(named('6.12.1', '6.12.2')).toEqual(['6.12.1', '6.12.2'])
  expect(named('6.12.1-rt1', '6.12.2')).toEqual(['6.12.1-rt1', '6.12.2'])
})

test('a kernel without a release has the name of its file', () => {
  expect(kernelColumns([{ release: null, path: '/boot/vmlinuz' }])).toEqual(['vmlinuz'])
})
