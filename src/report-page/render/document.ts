// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { type Html, html } from './html.js'

export interface DocumentHead {
  readonly title: string
  readonly style: string
  /** The only one that may run; none when left out. */
  readonly script?: string | undefined
}

/** An HTML document that holds all it needs: its policy lets no request leave it, and runs no script but its own. */
export function documentHtml({ title, style, script }: DocumentHead, body: Html): string {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
    `style-src '${digest(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${body}
</body>
</html>
`.markup
}

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
