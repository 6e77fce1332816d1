// SPDX-License-Identifier: GPL-2.0-only
// What a report's page does beyond its tables. Without it the page says all it has to say.
import { startBoundary } from './boundary/start-boundary.js'
import { readPageData } from './page-data.js'
import { startFilters } from './table-filter.js'
import { startTimeline } from './timeline/start-timeline.js'

document.documentElement.classList.add('scripted')
const data = readPageData()
startBoundary(data.symbols)
startTimeline(data.boots)
startFilters()
