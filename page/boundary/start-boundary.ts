// SPDX-License-Identifier: GPL-2.0-only
import type { Crossing } from '../../src/report-page/pieces.js'
import { onWidth } from '../svg.js'
import { wordsOf } from '../table-filter.js'
import { type Choice, drawBoundary } from './draw-boundary.js'
import { flowsOf, groupingsFor } from './flows.js'
import type { Detail } from './group-of.js'
import { layoutOf } from './layout.js'

/** The picture of the boundary with its controls, and the table below, which shows what the picture shows. */
export function startBoundary(symbols: readonly Crossing[]): void {
  const picture = document.getElementById('boundary-picture')
  const controls = document.getElementById('boundary-controls')
  const count = document.getElementById('boundary-count')
  if (picture === null || count === null || !(controls instanceof HTMLFormElement)) return
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('#boundary-rows tr')]
  const texts = symbols.map(searchText)
  let choice: Choice | undefined
  let width = 0

  const update = () => {
    const { direction, kind, detail, words } = readControls(controls)
    const asked = symbols.filter((symbol, index) => {
      const isKind = kind === '' || symbol.kind === kind
      return symbol.direction === direction && isKind && words.every(word => texts[index]?.includes(word))
    })
    const groupings = groupingsFor(
      symbols.filter(symbol => symbol.direction === direction),
      detail,
    )
    const flows = flowsOf(asked, groupings)
    const chosenSide = choice?.side === 'user' ? flows.users : flows.definers
    if (choice !== undefined && !chosenSide.some(({ name }) => name === choice?.name)) choice = undefined
    const touches = ({ users, definedIn }: Crossing) =>
      choice === undefined ||
      (choice.side === 'user'
        ? users.some(({ object }) => groupings.users(object) === choice?.name)
        : groupings.definers(definedIn) === choice.name)
    const shown = new Set(asked.filter(touches))
    for (const row of rows) {
      const symbol = symbols[Number(row.dataset.symbol)]
      row.hidden = symbol === undefined || !shown.has(symbol)
    }
    const all = symbols.filter(symbol => symbol.direction === direction).length
    count.textContent = `${shown.size} of ${all} symbols${choice === undefined ? '' : `, ${choice.name} only`}`
    if (width > 0) {
      const focused = document.activeElement
      const wasFocused =
        focused instanceof SVGElement && picture.contains(focused) ? focused.dataset : undefined
      const titles =
        direction === 'in' ? (['the kernel', 'fips140.ko'] as const) : (['fips140.ko', 'the kernel'] as const)
      picture.replaceChildren(
        drawBoundary(layoutOf(flows), {
          width,
          choice,
          titles,
          onChoose: chosen => {
            choice = choice?.side === chosen.side && choice.name === chosen.name ? undefined : chosen
            update()
          },
        }),
      )
      if (wasFocused !== undefined) focusPart(picture, wasFocused)
    }
  }

  controls.addEventListener('input', update)
  controls.addEventListener('submit', event => event.preventDefault())
  picture.addEventListener('keydown', event => {
    if (event.key === 'Escape' && choice !== undefined) {
      choice = undefined
      update()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(picture, event)
  })
  onWidth(picture, now => {
    width = now
    update()
  })
  update()
}

const searchText = ({ name, definedIn, users }: Crossing): string =>
  [name, definedIn ?? '', ...users.flatMap(({ object, from }) => [object, ...from.map(each => each.name)])]
    .join(' ')
    .toLowerCase()

function readControls(form: HTMLFormElement) {
  const values = new FormData(form)
  const text = (name: string) => String(values.get(name) ?? '')
  const detail = text('detail')
  return {
    direction: text('direction'),
    kind: text('kind'),
    detail: detail === 'auto' ? ('auto' as const) : (Number(detail) as Detail),
    words: wordsOf(text('search')),
  }
}

function focusPart(picture: HTMLElement, { side, name }: DOMStringMap): void {
  for (const part of picture.querySelectorAll<SVGElement>('.part')) {
    if (part.dataset.side === side && part.dataset.name === name) part.focus()
  }
}

function moveFocus(picture: HTMLElement, event: KeyboardEvent): void {
  const parts = [...picture.querySelectorAll<SVGElement>('.part')]
  const at = parts.indexOf(event.target as SVGElement)
  if (at < 0) return
  event.preventDefault()
  parts[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
