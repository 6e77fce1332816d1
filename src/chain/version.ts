// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const schema = z.object({ version: z.string() })

/** The version of kcarve; the same file from src/ and from dist/. */
export const version: string = schema.parse(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
).version
