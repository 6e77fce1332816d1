// SPDX-License-Identifier: GPL-2.0-only

type Attributes = Readonly<Record<string, string | number>>

/** An SVG element; what is said in it is text, never markup. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}

/** Of the text in pictures, as page.css has it. */
const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'
let context: CanvasRenderingContext2D | null | undefined

/** Pixels that a text takes in a picture. */
export function widthOf(text: string): number {
  context ??= document.createElement('canvas').getContext('2d')
  if (context === null) return text.length * 8
  context.font = FONT
  return context.measureText(text).width
}

/** Calls back with the width of an element, now and whenever it changes. */
export function onWidth(element: HTMLElement, draw: (width: number) => void): void {
  let last = 0
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0)
    if (width === last || width === 0) return
    last = width
    draw(width)
  }).observe(element)
}
