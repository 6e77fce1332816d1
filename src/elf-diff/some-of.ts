// SPDX-License-Identifier: GPL-2.0-only

const MOST = 6

/** The first of the places, and how many more there are. */
export function someOf(places: readonly string[]): string {
  const more = places.length > MOST ? ` and ${places.length - MOST} more` : ''
  return `${places.slice(0, MOST).join(', ')}${more}`
}
