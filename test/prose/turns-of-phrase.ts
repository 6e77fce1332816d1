// SPDX-License-Identifier: GPL-2.0-only

/** A turn that a native engineer would not write, and what to write instead. */
export interface Turn {
  readonly pattern: RegExp
  readonly instead: string
}

/** Patterns of text with single spaces. Those that begin with `^` are for the beginning of a sentence. */
export const TURNS: readonly Turn[] = [
  {
    pattern: /^Of [^,;:.]+(?:,| (?:it|he|only|there|\w+ (?:is|are|has|have)) )/,
    instead: 'begin with the subject',
  },
  { pattern: /^For that (?:a|an|the|to) /, instead: 'To …' },
  { pattern: /^What (?:is|are) [^,;:]* nobody /, instead: 'begin with the subject' },
  { pattern: /\b(?:has|have) to (?:be|end)\b/, instead: 'must be' },
  { pattern: /\bcomes to\b/, instead: 'is, ends, reaches' },
  { pattern: /\bas ever\b/, instead: 'as before' },
  { pattern: /\bwith no [\w.-]+ around\b/, instead: 'without …' },
  { pattern: /\b(?:goes|go|going) on where\b/, instead: 'resumes' },
  { pattern: /\bmakes? no statement\b/, instead: 'say what it is not' },
  { pattern: /\ball or none\b/, instead: 'atomic' },
  { pattern: /\bmuch more of a\b/, instead: 'larger' },
  { pattern: /\b(?:is|are) blind to\b/, instead: 'does not see' },
  { pattern: /\bnot (?:\w+ ){1,2}any more\b/, instead: 'no longer' },
  { pattern: /\b(\w+s) nothing and \w+s nothing\b/, instead: 'no …, and no …' },
  { pattern: /\bhas come by\b/, instead: 'has run, has reached' },
  { pattern: /\bbut for\b/, instead: 'except for' },
  { pattern: /\bin little\b/, instead: 'on a small example' },
  { pattern: /\bthere is no word of\b/, instead: 'does not mention' },
  { pattern: /\bas it is called\b/, instead: 'called' },
  { pattern: /\bwhoever\b/i, instead: 'the person who, anyone who' },
]
