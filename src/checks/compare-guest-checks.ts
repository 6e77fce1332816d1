// SPDX-License-Identifier: GPL-2.0-only

import { type KtapTest, readKtap } from '../formats/ktap/index.js'
import { type Check, checkOf, counted } from './check.js'

/** Whether the checks in a guest pass, or fail as they do in stock. Takes KTAP. */
export function compareGuestChecks(stock: string, other: string): Check {
  const before = new Map(readKtap(stock).tests.map(test => [test.name, test]))
  const { tests, problems } = readKtap(other)
  const differences = [
    ...problems,
    ...tests.filter(test => isNews(test, before.get(test.name))).map(describe),
    ...[...before.keys()]
      .filter(name => !tests.some(test => test.name === name))
      .map(name => `${name} did not run`),
  ]
  const results = tests.map(({ name, status, lines }) => {
    const asInStock = status === 'fail' && before.get(name)?.status === 'fail' ? ', as in stock' : ''
    return `${name}: ${status}${asInStock}${lines.length > 0 ? ` (${lines.at(-1)})` : ''}`
  })
  const evidence = results.length === 0 ? [] : [`${counted(results.length, 'check')} ran`, ...results]
  return checkOf('guest-checks', 'the guest checks pass', { evidence, differences })
}

const isNews = ({ status }: KtapTest, before: KtapTest | undefined) =>
  status === 'fail' && before?.status !== 'fail'

const describe = ({ name, lines, diagnostic }: KtapTest) =>
  `${name} failed: ${[...lines.slice(-3), diagnostic].filter(Boolean).join('; ')}`
