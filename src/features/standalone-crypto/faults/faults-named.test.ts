// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { faults } from './faults.js'
import { faultsNamed } from './faults-named.js'

test('faults are named, all of them by one word', () => {
  expect(faultsNamed('all')).toEqual(faults)
  expect(faultsNamed('text,digest').map(({ name }) => name)).toEqual(['text', 'digest'])
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  expect(() => faultsNamed('txt')).toThrow('--fault txt is not known')
})
