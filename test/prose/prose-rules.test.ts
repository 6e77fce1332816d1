// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { commentProse } from './comment-prose.js'
import { longLines, markdownProse } from './markdown-prose.js'
import { pageProse } from './page-prose.js'
import { proseFindings } from './prose-rules.js'
import { rstProse } from './rst-prose.js'

const findings = (text: string) => markdownProse(text, 'p.md').flatMap(proseFindings)

const REWRITTEN = [
  ['Interrupted and started again it goes on where it was.', 'If interrupted, run it again; it resumes.'],
  [
    'They are applied all or none, and taken back byte for byte.',
    'Edits are atomic, and `revert` restores every byte.',
  ],
  ['`make` builds it, with no kcarve around.', '`make` builds it; kcarve is not needed.'],
  [
    'kcarve makes no statement about certification.',
    'kcarve is not a FIPS 140 validation: the module still has to go through CMVP.',
  ],
  ['the same with much more of a kernel in it', 'a larger, distribution-like configuration'],
  ['each has to end as promised, with a line that says so', 'each boot must end in the documented way'],
  [
    'CRCs are almost only false alarms, and are blind to inlined functions.',
    'Most CRC mismatches are harmless, and CRCs do not see inlined functions.',
  ],
  [
    'For that a compiler has to witness that the layout is the same.',
    'To prove that it fits, kcarve recompiles the frozen sources against the new headers and requires identical code, data and relocations.',
  ],
  [
    'Of newer kernels only the constructs that have moved are known: none has been built.',
    'Anchors exist for constructs that moved after 6.12; no newer kernel has been built.',
  ],
  [
    'The page loads nothing and sends nothing, and its tables are there without its script.',
    'The page makes no network requests and works without JavaScript.',
  ],
  [
    'An applied tree is an ordinary one; kcarve is not needed any more.',
    'An applied tree builds like any other.',
  ],
  [
    'What is listed under *cannot be seen* nobody sees but you.',
    'Items under *cannot be seen* need human review.',
  ],
  [
    'Of a prebuilt module it continues the types of another vmlinux.',
    "A prebuilt module's BTF is based on another vmlinux; drop it.",
  ],
  [
    'Nobody has come by here, or it would have panicked.',
    'No CPU has executed this yet: before patching it panics.',
  ],
] as const

test.each(REWRITTEN)('"%s" is wrong, "%s" is right', (before, after) => {
  expect(findings(before)).not.toEqual([])
  expect(findings(after)).toEqual([])
})

test.each([
  'The digest has to be computed first.',
  'All of it comes to 3 MiB.',
  'It boots as ever.',
  'The digest is made at build time and is kept beside the module.',
  'What is carved is linked into the module.',
  'It is read, before the tree is planned, and the result is printed.',
  `${Array(31).fill('word').join(' ')}.`,
])('"%s" is wrong', text => {
  expect(findings(text)).toHaveLength(1)
})

test.each([
  'A module that is signed is loaded.',
  'Most of them are harmless.',
  'The build is reproducible and the module is small.',
  'Each of these is checked; the rest is not.',
  `${Array(15).fill('word').join(' ')}. ${Array(16).fill('word').join(' ')}.`,
])('"%s" is right', text => {
  expect(findings(text)).toEqual([])
})

test('a finding has the line in which its sentence begins', () => {
  const text = 'Title\n=====\n\nOne line\nof text. This\nhas to be found.\n'
  expect(findings(text)).toEqual(['p.md:5: "has to be": rather must be'])
})

test('paragraphs, items and cells are read, and no code or what a script writes', () => {
  const text = [
    'One `as ever` and\n\n```console\nas ever\n```\n\n- two\n\n| `as ever` | three |\n|---|---|\n| four | |\n',
    '<!-- a script: begin -->\nas ever\n<!-- a script: end -->\n',
  ].join('\n')
  expect(markdownProse(text, 'p.md').map(prose => prose.text)).toEqual([
    'One CODE and',
    'two',
    'CODE',
    'three',
    'four',
    '',
  ])
})

test('a line of 101 columns is long, unless it is a table or code', () => {
  const long = 'x'.repeat(101)
  expect(longLines(`${long}\n\n\`\`\`\n${long}\n\`\`\`\n\n| a |\n|---|\n| ${long} |\n`, 'p.md')).toEqual([
    'p.md:1: 101 columns, more than 100',
  ])
})

test('comments of C, of makefiles and of Kconfig are read', () => {
  const c = '/* One. */\nint two;\n/*\n * Three\n * four.\n *\n * @five: six\n */\n'
  expect(commentProse(c, 'a.c')).toEqual([
    { path: 'a.c', line: 1, text: 'One. ' },
    { path: 'a.c', line: 4, text: 'Three\nfour.' },
    { path: 'a.c', line: 7, text: '@five: six' },
  ])
  expect(
    commentProse('# SPDX-License-Identifier: GPL-2.0-only\n# one\n# two\nall: three\n', 'Makefile'),
  ).toEqual([{ path: 'Makefile', line: 2, text: 'one\ntwo' }])
  const kconfig = 'config A\n\tbool "B"\n\thelp\n\t  One\n\t  two.\n\nconfig C\n\tbool "D"\n'
  expect(commentProse(kconfig, 'Kconfig')).toEqual([{ path: 'Kconfig', line: 4, text: 'One\ntwo.' }])
})

test('paragraphs of reStructuredText are read, and no literal blocks', () => {
  const text =
    '=====\nTitle\n=====\n\nOne ``two``::\n\n  as ever\n\n  as ever\n\nThree\n\n- four\n- five\n\nterm\n  six\n'
  expect(rstProse(text, 'a.rst').map(prose => [prose.line, prose.text])).toEqual([
    [2, 'Title'],
    [5, 'One CODE::'],
    [11, 'Three'],
    [13, '- four'],
    [14, '- five'],
    [16, 'term\n  six'],
  ])
})

test('what a page shows is read, and no code or script', () => {
  const html = '<script>as ever</script><h1>One</h1><p>It works <b>as ever</b>, with <code>two</code>.</p>'
  expect(pageProse(html, 'a.html').flatMap(({ text }) => (text.trim() === '' ? [] : [text]))).toEqual([
    'One',
    'It works as ever, with CODE.',
  ])
  expect(pageProse(html, 'a.html').flatMap(proseFindings)).toEqual(['a.html:1: "as ever": rather as before'])
})
