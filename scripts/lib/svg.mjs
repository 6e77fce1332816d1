// SPDX-License-Identifier: GPL-2.0-only
// What the pictures of the guides are drawn of: boxes, text and arrows, in colours that follow the reader's theme.

const STYLE = `
  svg { --ink: #1f2328; --dim: #59636e; --line: #8c959f; --paper: #ffffff; --kernel: #f3f5f7; --module: #dbeafe;
    --edge: #0b5cad; --twin: #fff1d6; --warm: #9a5b00; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6edf3; --dim: #a3adb8; --line: #6e7681; --paper: #0d1117; --kernel: #1b2129; --module: #12335c;
      --edge: #79b8ff; --twin: #3d2f12; --warm: #f0b95c; }
  }
  text { font: 14px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: var(--ink); }
  .title { font-weight: 600; }
  .dim { fill: var(--dim); font-size: 13px; }
  .code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 12.5px; white-space: pre; }
  .box { fill: var(--paper); stroke: var(--line); }
  .kernel { fill: var(--kernel); stroke: var(--line); }
  .module { fill: var(--module); stroke: var(--edge); stroke-width: 2; stroke-dasharray: 7 4; }
  .twin { fill: var(--twin); stroke: var(--warm); }
  .arrow { stroke: var(--ink); stroke-width: 1.6; fill: none; marker-end: url(#head); }
  .axis { stroke: var(--line); stroke-width: 1.6; fill: none; }
  .edge { fill: var(--edge); font-size: 13px; }
  .warm { fill: var(--warm); font-size: 13px; }
  .head { fill: var(--ink); }
`

/** A whole picture on paper of its own, with a title and a description for those who do not see it. */
export const svg = ({ width, height, title, description }, parts) =>
  `${[
    '<!-- SPDX-License-Identifier: GPL-2.0-only -->',
    '<!-- Drawn by scripts/concept-pictures.mjs. -->',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title>`,
    `<desc id="d">${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect width="${width}" height="${height}" style="fill: var(--paper)"/>`,
    ...parts.flat(Number.POSITIVE_INFINITY),
    '</svg>',
  ].join('\n')}\n`

/** A rectangle with lines of text below each other: `[class, text]`, or a text. */
export const box = ({ x, y, width, height, kind = 'box' }, lines = []) => [
  `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
  lines.map((line, index) => text(x + 12, y + 22 + 19 * index, line)),
]

export function text(x, y, line, anchor = 'start') {
  const [kind, words] = typeof line === 'string' ? ['', line] : line
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text class="${kind}" x="${x}" y="${y}"${place}>${escaped(words)}</text>`
}

/** A line through points, with a head at its end. */
export const arrow = (...points) =>
  `<path class="arrow" d="M${points.map(point => point.join(' ')).join('L')}"/>`

const escaped = words => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
