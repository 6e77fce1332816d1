// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { ToolError } from '../core/errors.js'

/** What is put into every page. */
export interface PageAssets {
  readonly script: string
  readonly style: string
}

/** Reads what `npm run build` has made of page/; the same files from src/ and from dist/. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = (name: string) =>
    readFile(new URL(`../../dist/page/${name}`, import.meta.url), 'utf8').catch(cause => {
      throw new ToolError(`The page's ${name} is not there`, { cause, hint: 'npm run build' })
    })
  return { script: await read('page.js'), style: await read('style.css') }
}
