// SPDX-License-Identifier: GPL-2.0-only
import { durationText } from '../text/quantities.js'
import { shortPaths } from '../text/short-paths.js'

/** Tells people what is being done, on a stream that holds no results. */
export interface Progress {
  /** Begins a stage; the one before ends. */
  readonly begin: (title: string) => Stage
  /** A line that stays. */
  readonly say: (line: string) => void
  /** Removes what does not stay. */
  readonly clear: () => void
}

export interface Stage {
  /** What is going on in it at the moment. */
  readonly detail: (text: string) => void
  /** Ends it, with a line that stays if one is given. Returns its length in milliseconds. */
  readonly end: (line?: string) => number
}

/** What the progress needs of a stream; process.stderr is one. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

// A stage that ends sooner than `afterMs` is not worth a line.
const LIVE = { afterMs: 300, everyMs: 200 }
const PLAIN = { afterMs: 1000, everyMs: 15_000 }

/** One line that lives on a terminal; elsewhere plain lines, now and then. */
export function progressOn(stream: ProgressStream): Progress {
  return stream.isTTY === true ? liveProgress(stream) : plainProgress(stream)
}

export const silentProgress: Progress = stagedProgress({
  draw: () => {},
  erase: () => {},
  say: () => {},
  ...PLAIN,
})

function liveProgress(stream: ProgressStream): Progress {
  const erase = () => stream.write('\r\x1b[K')
  return stagedProgress({
    draw: (title, detail, elapsedMs) => {
      const line = [
        title,
        elapsedMs < 1000 ? '0s' : durationText(Math.floor(elapsedMs / 1000) * 1000),
        detail,
      ]
        .filter(Boolean)
        .join('  ')
      // A line that wraps could not be erased.
      stream.write(`\r\x1b[K${[...shortPaths(line)].slice(0, (stream.columns ?? 80) - 1).join('')}`)
    },
    erase,
    say: line => {
      erase()
      stream.write(`${shortPaths(line)}\n`)
    },
    ...LIVE,
  })
}

function plainProgress(stream: ProgressStream): Progress {
  return stagedProgress({
    draw: (title, detail, elapsedMs) => {
      const text = [title, detail].filter(Boolean).join('  ')
      stream.write(`${text} (${durationText(elapsedMs)})\n`)
    },
    erase: () => {},
    say: line => stream.write(`${line}\n`),
    ...PLAIN,
  })
}

interface Screen {
  readonly draw: (title: string, detail: string, elapsedMs: number) => void
  readonly erase: () => void
  readonly say: (line: string) => void
  /** Milliseconds until it is first drawn, and between two times. */
  readonly afterMs: number
  readonly everyMs: number
}

function stagedProgress(screen: Screen): Progress {
  let timers: NodeJS.Timeout[] = []
  const clear = () => {
    if (timers.length === 0) return
    timers.forEach(clearInterval)
    timers = []
    screen.erase()
  }
  const begin = (title: string): Stage => {
    clear()
    const started = performance.now()
    let detail = ''
    const draw = () => screen.draw(title, detail, performance.now() - started)
    const mine = [setTimeout(draw, screen.afterMs).unref(), setInterval(draw, screen.everyMs).unref()]
    timers = mine
    return {
      detail: text => {
        detail = text
      },
      end: line => {
        if (timers === mine) clear()
        if (line !== undefined) screen.say(line)
        return performance.now() - started
      },
    }
  }
  return { begin, say: screen.say, clear }
}
