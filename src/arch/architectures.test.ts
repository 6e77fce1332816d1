// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { UsageError } from '../core/errors.js'
import { architectureNamed, architectures } from './architectures.js'

test('an architecture is found by its name', () => {
  for (const architecture of architectures) expect(architectureNamed(architecture.name)).toBe(architecture)
})

test('an unknown architecture is wrong use, and the known ones are named', () => {
  expect(() => architectureNamed('vax')).toThrow(UsageError)
  try {
    architectureNamed('vax')
  } catch (error) {
    expect(error).toMatchObject({ hint: expect.stringContaining('x86_64') })
  }
})
