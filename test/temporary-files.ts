// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What tests leave behind in temporary directories goes with them. */
export default function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'kcarve-unit-'))
  process.env.TMPDIR = directory
  return () => rmSync(directory, { recursive: true, force: true })
}
