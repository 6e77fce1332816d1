// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A directory for the tests of one file, removed when they have run. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'kcarve-test-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
