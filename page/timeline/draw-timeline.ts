// SPDX-License-Identifier: GPL-2.0-only
import { svg } from '../svg.js'
import type { Bar, Lane, Level } from './levels.js'

export interface TimelineOptions {
  /** Pixels. */
  readonly width: number
  /** Called with what a bar stands for when it is pointed at or focused. */
  readonly onTell: (text: string) => void
}

const LANE = 14
const GAP = 16

/** A row for each level, on a scale of its own: what takes a hundredth of the boot is worth a look too. */
export function drawTimeline(levels: readonly Level[], options: TimelineOptions): SVGSVGElement {
  const { width } = options
  const isNarrow = width < 620
  const [left, right] = isNarrow ? [0, 74] : [150, 120]
  const lanes = Math.max(0, ...levels.map(level => level.lanes.length))
  const row = lanes * (LANE + 3) + GAP + (isNarrow ? 16 : 0)
  const height = levels.length * row
  const root = svg('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'group',
    class: 'timeline',
  })
  levels.forEach((level, index) => {
    const group = svg('g', { transform: `translate(0 ${index * row})` })
    group.append(labelOf(level))
    const drawn = svg('g', { transform: `translate(${left} ${isNarrow ? 20 : 4})` })
    const most = Math.max(1, ...level.lanes.map(lane => lane.width))
    level.lanes.forEach((lane, at) => {
      drawn.append(laneOf(lane, { ...options, y: at * (LANE + 3), room: width - left - right, most, level }))
    })
    group.append(drawn)
    root.append(group)
  })
  return root
}

function labelOf({ name, title, lanes }: Level): SVGElement {
  const most = Math.max(...lanes.map(({ bars }) => bars.length))
  return svg(
    'text',
    { y: 15 },
    svg('tspan', { class: 'level' }, name),
    svg('tspan', { dx: 8 }, title),
    svg('tspan', { dx: 8, class: 'n' }, String(most)),
  )
}

interface LaneOptions extends TimelineOptions {
  readonly y: number
  readonly room: number
  /** Width of the longer lane. */
  readonly most: number
  readonly level: Level
}

function laneOf(
  { kernel, usecs, bars }: Lane,
  { y, room, most, level, width, onTell }: LaneOptions,
): SVGElement {
  const scale = room / most
  const group = svg('g', { transform: `translate(0 ${y})`, class: `lane ${kernel}` })
  group.append(svg('rect', { class: 'track', width: room, height: LANE }))
  for (const bar of bars) {
    const told = tellOf(bar, kernel, level)
    const rect = svg(
      'rect',
      {
        x: (bar.start * scale).toFixed(2),
        width: Math.max(0.75, bar.width * scale - 0.5).toFixed(2),
        height: LANE,
        class: `bar ${bar.kind}`,
        // With a hundred bars the keyboard goes to those of the module.
        ...(bar.kind === 'carved' ? { tabindex: 0, role: 'img', 'aria-label': told } : {}),
      },
      svg('title', {}, told),
    )
    rect.addEventListener('pointerenter', () => onTell(told))
    rect.addEventListener('focus', () => onTell(told))
    group.append(rect)
  }
  group.append(
    svg(
      'text',
      { x: room + 8, y: LANE - 2.5, class: 'n' },
      `${room < width - 200 ? `${kernel} ` : ''}${timeText(usecs)}`,
    ),
  )
  return group
}

function tellOf({ call }: Bar, kernel: Lane['kernel'], { name }: Level): string {
  const where = call.module ?? 'vmlinux'
  const took = call.usecs === null ? 'never returned' : `${call.usecs.toLocaleString('en-US')} µs`
  const returned = call.returned === null || call.returned === 0 ? '' : `, returned ${call.returned}`
  return `${call.function} (${where}, level ${name}, ${kernel}): ${took}${returned}`
}

const timeText = (usecs: number): string =>
  usecs < 1000
    ? `${usecs} µs`
    : usecs < 1e6
      ? `${(usecs / 1000).toFixed(1)} ms`
      : `${(usecs / 1e6).toFixed(2)} s`
