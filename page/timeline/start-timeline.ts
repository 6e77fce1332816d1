// SPDX-License-Identifier: GPL-2.0-only
import type { TracedBoot } from '../page-data.js'
import { onWidth } from '../svg.js'
import { drawTimeline } from './draw-timeline.js'
import { levelsOf } from './levels.js'

/** The picture of the initcalls, for the boot that is chosen. */
export function startTimeline(boots: readonly TracedBoot[]): void {
  const picture = document.getElementById('boot-timeline')
  const controls = document.getElementById('boot-controls')
  const told = document.getElementById('boot-told')
  if (picture === null || told === null || !(controls instanceof HTMLFormElement)) return
  const onTell = (text: string) => {
    told.textContent = text
  }
  let width = 0
  const draw = () => {
    if (width === 0) return
    const values = new FormData(controls)
    const scenario = String(values.get('scenario') ?? '')
    const widths = values.get('widths') === 'same' ? 'same' : 'usecs'
    picture.replaceChildren(drawTimeline(levelsOf(boots, scenario, widths), { width, onTell }))
  }
  controls.addEventListener('input', draw)
  controls.addEventListener('submit', event => event.preventDefault())
  onWidth(picture, now => {
    width = now
    draw()
  })
}
