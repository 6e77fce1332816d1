// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'

/** A way to damage text; places count modulo what there is, in characters or lines. */
type Damage =
  | { readonly how: 'insert' | 'replace'; readonly at: number; readonly text: string }
  | { readonly how: 'cut'; readonly at: number }
  | { readonly how: 'remove' | 'double'; readonly at: number; readonly length: number }
  | { readonly how: 'move line' | 'join lines' | 'copy line'; readonly at: number; readonly to: number }

/** What text readers look out for, and what they forget to. */
const SPECIAL = [
  ...['\n', '\r\n', '\r', '\t', ' ', '\\\n', '\\', '\0', '\u2028', '\ufeff', '\ud800', '\u{1f600}'],
  ...[
    '"',
    "'",
    '`',
    '#',
    '$',
    '$(',
    '${',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    ';',
    ':',
    ':=',
    '=',
    '/*',
    '*/',
    '//',
  ],
  ...[
    '-',
    '+',
    '.',
    '..',
    '/',
    '%',
    '<',
    '>',
    '&',
    '|',
    '@',
    '0',
    '1',
    '-1',
    '9'.repeat(25),
    '0x',
    '1e400',
    'NaN',
  ],
  ...['__proto__', 'constructor', 'toString', 'a', '_', 'A'.repeat(300)],
]

const place = fc.noBias(fc.nat({ max: 2 ** 30 }))

function damageFrom(tokens: readonly string[]): fc.Arbitrary<Damage> {
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...SPECIAL) },
    { weight: 3, arbitrary: fc.constantFrom(...tokens) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8, unit: 'binary' }) },
  )
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ how: fc.constantFrom('insert' as const, 'replace' as const), at: place, text }),
    },
    { weight: 1, arbitrary: fc.record({ how: fc.constant('cut' as const), at: place }) },
    {
      weight: 2,
      arbitrary: fc.record({
        how: fc.constantFrom('remove' as const, 'double' as const),
        at: place,
        length: fc.nat({ max: 80 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        how: fc.constantFrom('move line' as const, 'join lines' as const, 'copy line' as const),
        at: place,
        to: place,
      }),
    },
  )
}

/** Words, blanks and signs of the seeds. */
export function tokensOf(seeds: readonly string[]): readonly string[] {
  const all = seeds.flatMap(seed => seed.match(/\w+|\s+|[^\w\s]+|[^\n]+\n/g) ?? [])
  return [...new Set([...all, 'x'])].slice(0, 400)
}

/** Text that was one of the seeds before something happened to it; now and then text that never made sense. */
export function damagedText(seeds: readonly string[]): fc.Arbitrary<string> {
  const damaged = fc
    .tuple(
      fc.nat({ max: seeds.length - 1 }),
      fc.array(damageFrom(tokensOf(seeds)), { minLength: 1, maxLength: 5 }),
    )
    .map(([which, damages]) => damages.reduce(apply, seeds[which] ?? ''))
  return fc.oneof(
    { weight: 19, arbitrary: damaged },
    { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }) },
  )
}

/**
 * Text in which a few words come thousands of times over, some 50 KB of it: what takes time out of proportion to its input, or
 * recurses, shows here.
 */
export function repeatedText(seeds: readonly string[], size: number): fc.Arbitrary<string> {
  const token = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...SPECIAL) },
    { weight: 3, arbitrary: fc.constantFrom(...tokensOf(seeds)) },
  )
  return fc
    .tuple(
      fc.nat({ max: seeds.length - 1 }),
      place,
      fc.array(token, { minLength: 1, maxLength: 4 }),
      fc.array(token, { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([which, at, repeated, last, goesOn]) => {
      const seed = seeds[which] ?? ''
      const middle = at % (seed.length + 1)
      const unit = repeated.join('')
      const many = unit.repeat(Math.ceil(size / Math.max(unit.length, 1)))
      return `${seed.slice(0, middle)}${many}${last.join('')}${goesOn ? seed.slice(middle) : ''}`
    })
}

function apply(text: string, change: Damage): string {
  if (text === '') return text
  const at = change.at % text.length
  switch (change.how) {
    case 'insert':
      return text.slice(0, at) + change.text + text.slice(at)
    case 'replace':
      return text.slice(0, at) + change.text + text.slice(at + change.text.length)
    case 'cut':
      return text.slice(0, at)
    case 'remove':
      return text.slice(0, at) + text.slice(at + change.length)
    case 'double':
      return text.slice(0, at + change.length) + text.slice(at)
    default:
      return changeLines(text.split('\n'), change).join('\n')
  }
}

function changeLines(lines: string[], { how, at, to }: Extract<Damage, { to: number }>): string[] {
  const [from, target] = [at % lines.length, to % lines.length]
  const [line = ''] = how === 'copy line' ? [lines[from]] : lines.splice(from, 1)
  if (how === 'join lines') lines[target] = (lines[target] ?? '') + line
  else lines.splice(target, 0, line)
  return lines
}
