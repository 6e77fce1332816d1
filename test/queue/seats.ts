// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { openLink } from './link.js'

/** Where a worker runs, and how it reaches a server of this machine. */
export interface Seat {
  /** An address that a server has to listen on. */
  readonly address: string
  /** What begins the command of a process that runs there. */
  readonly enter: readonly string[]
  /** HOST:PORT of that port of the server, from there. */
  readonly reach: (port: number) => Promise<string>
  /** From now on nothing comes through, in either direction, and nobody is told: a partition. */
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => void
}

const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })

/** Seats in network namespaces of their own; where a container may not make them, on loopback behind a link that can be cut. */
export function openSeats(count: number): readonly Seat[] {
  const seats: Seat[] = []
  try {
    for (let index = 0; index < count; index++) seats.push(namespaceSeat(index))
    return seats
  } catch {
    for (const seat of seats) seat.close()
    return Array.from({ length: count }, loopbackSeat)
  }
}

function namespaceSeat(index: number): Seat {
  const name = `kcarve-${process.pid}-${index}`
  const link = `kc${process.pid}-${index}`
  // Of the range for tests between networks, RFC 2544.
  const [near, far] = [`198.18.${index}.1`, `198.18.${index}.2`]
  const close = () => void ip('netns', 'del', name)
  ip('netns', 'add', name)
  try {
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'up0', 'netns', name)
    ip('address', 'add', `${near}/30`, 'dev', link)
    ip('link', 'set', link, 'up')
    ip('-n', name, 'address', 'add', `${far}/30`, 'dev', 'up0')
    for (const each of ['lo', 'up0']) ip('-n', name, 'link', 'set', each, 'up')
    ip('netns', 'exec', name, 'true')
  } catch (error) {
    close()
    throw error
  }
  return {
    address: near,
    enter: ['ip', 'netns', 'exec', name],
    reach: async port => `${near}:${port}`,
    cut: () => void ip('link', 'set', link, 'down'),
    mend: () => void ip('link', 'set', link, 'up'),
    close,
  }
}

function loopbackSeat(): Seat {
  let link: Awaited<ReturnType<typeof openLink>> | undefined
  return {
    address: '127.0.0.1',
    enter: [],
    reach: async port => {
      link = await openLink(port)
      return `127.0.0.1:${link.port}`
    },
    cut: () => link?.cut(),
    mend: () => link?.mend(),
    close: () => link?.close(),
  }
}
