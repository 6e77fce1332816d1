// SPDX-License-Identifier: GPL-2.0-only

/**
 * A figure of both kernels, or of kcarve alone, which is then under `carved`. `target` is a text and `met` a boolean, both
 * null where nothing was promised; null is also what was not measured.
 */
export function row(name, unit, { stock = null, carved = null }, target) {
  const ratio = stock === null || carved === null || stock === 0 ? null : carved / stock
  const met = (target ?? null) === null || carved === null ? null : target.holds({ stock, carved, ratio })
  return { name, unit, stock, carved, ratio, target: target?.text ?? null, met }
}

export const timesStock = limit => ({
  text: `≤ ${limit} × stock`,
  holds: ({ ratio }) => ratio !== null && ratio <= limit,
})

/** Of the row's own unit; `shown` is how it is told. */
export const stockPlus = (more, shown) => ({
  text: `≤ stock + ${shown}`,
  holds: ({ stock, carved }) => stock !== null && carved <= stock + more,
})

export const atMost = (limit, shown) => ({ text: `≤ ${shown}`, holds: ({ carved }) => carved <= limit })
