// SPDX-License-Identifier: GPL-2.0-only

/** For a page to evaluate: by pair of colours, the contrast (WCAG 2) of text on what it is written on. */
export const CONTRASTS = `(() => {
  const style = getComputedStyle(document.documentElement)
  const light = name => {
    const hex = style.getPropertyValue(name).trim().replace('#', '')
    const channels = hex.length === 3 ? [...hex].map(digit => digit + digit) : hex.match(/../g)
    const [r, g, b] = channels
      .map(channel => parseInt(channel, 16) / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (text, ground) => {
    const [dark, bright] = [light(text), light(ground)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const pairs = [['--text', '--plus'], ['--text', '--minus']]
  for (const text of ['--text', '--muted', '--carved', '--variable', '--pass', '--fail', '--skip']) {
    pairs.push([text, '--ground'], [text, '--raised'])
  }
  return Object.fromEntries(pairs.map(([text, ground]) => [text + ' on ' + ground, contrast(text, ground)]))
})()`
