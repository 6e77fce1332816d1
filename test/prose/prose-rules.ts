// SPDX-License-Identifier: GPL-2.0-only
import { passiveChain } from './passive-chains.js'
import { CODE, type Prose } from './prose.js'
import { TURNS } from './turns-of-phrase.js'

/** Code is not counted: a list of ten options is not hard to read. */
const MOST_WORDS = 30
const ENDS_NO_SENTENCE = /(?:\be\.g|\bi\.e|\betc|\bvs)\.$/

/** What is wrong with a text, one line for each finding: `path:line: what: the words`. */
export function proseFindings(prose: Prose): string[] {
  return sentencesOf(prose.text).flatMap(({ line, sentence }) =>
    wrongIn(sentence).map(wrong => `${prose.path}:${prose.line + line}: ${wrong}`),
  )
}

function wrongIn(sentence: string): string[] {
  const words = sentence.split(' ').filter(word => /\w/.test(word) && !word.includes(CODE)).length
  const chain = passiveChain(sentence)
  return [
    ...TURNS.flatMap(({ pattern, instead }) => {
      const [found] = pattern.exec(sentence) ?? []
      return found === undefined ? [] : [`"${found.trim()}": rather ${instead}`]
    }),
    ...(chain === undefined ? [] : [`passives in a chain: "${chain}"`]),
    ...(words > MOST_WORDS ? [`a sentence of ${words} words: "${sentence}"`] : []),
  ]
}

/** The sentences of a text with single spaces, and the line of the text, from 0, in which each begins. */
function sentencesOf(text: string): { line: number; sentence: string }[] {
  const sentences: { line: number; sentence: string }[] = []
  let words: string[] = []
  let begin = 0
  const end = () => {
    if (words.length > 0) sentences.push({ line: begin, sentence: words.join(' ') })
    words = []
  }
  for (const [line, written] of text.split('\n').entries()) {
    for (const word of written.split(/\s+/).filter(each => each !== '')) {
      if (words.length === 0) begin = line
      words.push(word)
      if (/[.!?]["')*]*$/.test(word) && !ENDS_NO_SENTENCE.test(word)) end()
    }
  }
  end()
  return sentences
}
