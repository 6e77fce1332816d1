// SPDX-License-Identifier: GPL-2.0-only
import picocolors from 'picocolors'

/** Functions that colour a text, or leave it as it is where colours are off. */
export type Paint = ReturnType<typeof picocolors.createColors>

export const paintFor = (colours: boolean): Paint => picocolors.createColors(colours)
export const plainPaint: Paint = paintFor(false)
