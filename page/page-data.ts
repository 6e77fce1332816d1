// SPDX-License-Identifier: GPL-2.0-only
import type { Boot, Crossing } from '../src/report-page/pieces.js'

/** The data block of the page, as src/report-page/render/page.ts writes it. */
export interface PageData {
  readonly symbols: readonly Crossing[]
  readonly boots: readonly TracedBoot[]
}

export type TracedBoot = Pick<Boot, 'kernel' | 'scenario' | 'initcalls'>

export const readPageData = (): PageData => JSON.parse(document.getElementById('data')?.textContent ?? '{}')
