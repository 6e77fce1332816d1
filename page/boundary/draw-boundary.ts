// SPDX-License-Identifier: GPL-2.0-only
import { svg, widthOf } from '../svg.js'
import type { Layout, PlacedPart, Ribbon } from './layout.js'

/** A part that was chosen: side and name. */
export interface Choice {
  readonly side: 'user' | 'definer'
  readonly name: string
}

export interface DrawOptions {
  /** Pixels. */
  readonly width: number
  readonly choice: Choice | undefined
  /** Over the columns. */
  readonly titles: readonly [users: string, definers: string]
  readonly onChoose: (choice: Choice) => void
}

const HEAD = 24
const BAR = 6

/** Two columns of parts, and a ribbon for each two that symbols connect. */
export function drawBoundary(layout: Layout, options: DrawOptions): SVGSVGElement {
  const { width, choice, titles } = options
  const column = Math.floor(Math.min(300, width * (width < 560 ? 0.38 : 0.34)))
  const [left, right] = [column, width - column]
  const isLit = ({ edge }: Ribbon) => choice === undefined || edge[choice.side] === choice.name
  const lit = layout.ribbons.filter(isLit)
  const height = layout.height + HEAD + 4
  const root = svg('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'group',
    class: choice === undefined ? 'flows' : 'flows chosen',
  })
  root.append(
    svg('text', { x: left, y: 14, 'text-anchor': 'end', class: 'title' }, titles[0]),
    svg('text', { x: right, y: 14, class: 'title' }, titles[1]),
  )
  const body = svg('g', { transform: `translate(0 ${HEAD})` })
  for (const ribbon of [...layout.ribbons.filter(each => !isLit(each)), ...lit]) {
    body.append(ribbonOf(ribbon, { left: left + BAR, right: right - BAR, isLit: isLit(ribbon) }))
  }
  for (const side of ['user', 'definer'] as const) {
    for (const part of side === 'user' ? layout.users : layout.definers) {
      const isTouched =
        choice?.side === side ? choice.name === part.name : lit.some(({ edge }) => edge[side] === part.name)
      body.append(partOf(part, side, { ...options, x: side === 'user' ? left : right, column, isTouched }))
    }
  }
  root.append(body)
  return root
}

function ribbonOf(
  { edge, from, to, thickness }: Ribbon,
  { left, right, isLit }: { left: number; right: number; isLit: boolean },
): SVGElement {
  const middle = (left + right) / 2
  const curve = (ya: number, b: number, yb: number) =>
    `C${middle},${ya.toFixed(1)} ${middle},${yb.toFixed(1)} ${b},${yb.toFixed(1)}`
  const thick = Math.max(1, thickness)
  const path = `M${left},${from.toFixed(1)}${curve(from, right, to)}L${right},${(to + thick).toFixed(1)}${curve(to + thick, left, from + thick)}Z`
  const names = edge.symbols.slice(0, 12).map(({ name }) => name)
  const rest = edge.symbols.length - names.length
  const told = `${edge.user} → ${edge.definer}: ${edge.symbols.length} ${edge.kind}${edge.symbols.length === 1 ? '' : 's'}\n${names.join('\n')}${rest > 0 ? `\nand ${rest} more` : ''}`
  return svg('path', { d: path, class: `ribbon ${edge.kind}${isLit ? '' : ' dim'}` }, svg('title', {}, told))
}

interface PartOptions extends DrawOptions {
  readonly x: number
  readonly column: number
  readonly isTouched: boolean
}

function partOf(part: PlacedPart, side: Choice['side'], options: PartOptions): SVGElement {
  const { x, column, isTouched, choice, onChoose } = options
  const { name, count, top, height } = part
  const isChosen = choice?.side === side && choice.name === name
  const out = side === 'user' ? -1 : 1
  const middle = top + height / 2
  const counted = String(count)
  const room = column - 14 - widthOf(counted) - 10
  const group = svg(
    'g',
    {
      class: `part${isTouched ? '' : ' dim'}${isChosen ? ' is-chosen' : ''}`,
      tabindex: 0,
      role: 'button',
      'aria-pressed': String(isChosen),
      'aria-label': `${name}, ${count} ${count === 1 ? 'symbol' : 'symbols'}`,
      'data-side': side,
      'data-name': name,
    },
    svg('title', {}, name),
    svg('rect', { class: 'hit', x: side === 'user' ? 0 : x, y: top, width: column, height, rx: 4 }),
    svg('rect', { class: 'bar', x: side === 'user' ? x : x - BAR, y: top, width: BAR, height }),
    svg(
      'text',
      { x: x + out * 8, y: middle + 4.5, 'text-anchor': side === 'user' ? 'end' : 'start' },
      ...(side === 'user'
        ? [svg('tspan', {}, shortened(name, room)), svg('tspan', { class: 'n', dx: 8 }, counted)]
        : [svg('tspan', { class: 'n' }, counted), svg('tspan', { dx: 8 }, shortened(name, room))]),
    ),
  )
  group.addEventListener('click', () => onChoose({ side, name }))
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onChoose({ side, name })
  })
  return group
}

/** The end of a path says more than its beginning: leading directories go first, then letters. */
function shortened(name: string, room: number): string {
  if (widthOf(name) <= room) return name
  const parts = name.split('/')
  for (let from = 1; from < parts.length; from++) {
    const tail = `…/${parts.slice(from).join('/')}`
    if (widthOf(tail) <= room) return tail
  }
  let end = parts.at(-1) ?? name
  while (end.length > 3 && widthOf(`${end}…`) > room) end = end.slice(0, -1)
  return `${end}…`
}
