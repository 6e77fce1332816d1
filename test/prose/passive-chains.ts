// SPDX-License-Identifier: GPL-2.0-only

const IRREGULAR =
  'made|taken|done|given|built|found|read|written|kept|left|put|run|shown|said|seen|told|met|sent|set|held|brought|known|drawn|' +
  'frozen|chosen|broken|bound|cut|hidden|meant|lost|thrown|undone|overwritten|rebuilt|understood|bought|caught|spread'
const PARTICIPLE = `(?:[a-z-]{2,}ed|${IRREGULAR})`
const BE = "(?:is|are|was|were|be|been|being|isn't|aren't)"
const ADVERB = '(?:(?:not|never|only|then|also|all|always|still|both|first|\\w+ly) )?'
const PASSIVE = `${BE} ${ADVERB}${PARTICIPLE}\\b`
/** As in "is built, and then booted": the second verb shares the first one's auxiliary. */
const SHARED = `(?:and|or|but)(?: then)? ${ADVERB}${PARTICIPLE}\\b(?= (?:by|back|in|into|to|from|with|out|again)\\b|[.,;:]|$)`

/**
 * Passives in a chain: two verbs of one subject joined by "and" ("is made at build time and is kept beside it", "are applied
 * …, and taken back …"), one that hangs on another ("what is … is …ed"), or three anywhere in a sentence.
 */
const CHAINS = [
  new RegExp(`\\b${PASSIVE}[^.;:()]{0,60}?,? (?:and|or|but) (?:then )?${PASSIVE}`),
  new RegExp(`\\b${PASSIVE}(?: [^\\s.;:,()]+){1,8},? ${SHARED}`),
  new RegExp(`\\b(?:what|who) ${PASSIVE}[^.;:,()]* ${PASSIVE}`, 'i'),
  new RegExp(`\\b${PASSIVE}.*?\\b${PASSIVE}.*?\\b${PASSIVE}`),
]

/** The chain of passives in a sentence, as it stands there. */
export function passiveChain(sentence: string): string | undefined {
  for (const chain of CHAINS) {
    const [found] = chain.exec(sentence) ?? []
    if (found !== undefined) return found
  }
  return undefined
}
