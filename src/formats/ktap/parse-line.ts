// SPDX-License-Identifier: GPL-2.0-only

/** What one line means to KTAP (Documentation/dev-tools/ktap.rst) or TAP. */
export type KtapLine =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'plan'; readonly plan: number; readonly skip: string | undefined }
  | ({ readonly kind: 'result' } & KtapResultLine)
  | { readonly kind: 'diagnostic'; readonly text: string }
  | { readonly kind: 'bail-out'; readonly text: string }
  | { readonly kind: 'unknown' }

export interface KtapResultLine {
  readonly ok: boolean
  readonly number: number
  readonly name: string
  /** SKIP, TODO, XFAIL, TIMEOUT or ERROR. */
  readonly directive: string | undefined
  /** What follows the hash sign and the directive. */
  readonly diagnostic: string
}

const DIRECTIVE = /^(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b:? */i

/** Reads one line without its indentation. Result lines without a number are not KTAP and count as unknown. */
export function parseLine(body: string): KtapLine {
  const version = /^(?:KTAP|TAP) version \d{1,3}$/.exec(body)?.[0]
  if (version !== undefined) return { kind: 'version', version }
  const plan = /^1\.\.(\d{1,9})(?: *# *(.*))?$/.exec(body)
  if (plan !== null) {
    const skip = /^SKIP\b:? *(.*)$/i.exec(plan[2] ?? '')?.[1]
    return { kind: 'plan', plan: Number(plan[1]), skip }
  }
  const result = /^(not )?ok (\d{1,9})(?= |$)(.*)$/.exec(body)
  if (result !== null) {
    const { name, comment } = splitAtHash(result[3] ?? '')
    const directive = DIRECTIVE.exec(comment)
    return {
      kind: 'result',
      ok: result[1] === undefined,
      number: Number(result[2]),
      name,
      directive: directive?.[1]?.toUpperCase(),
      diagnostic: comment.slice(directive?.[0].length ?? 0),
    }
  }
  if (body.startsWith('#')) return { kind: 'diagnostic', text: body.slice(1).trim() }
  if (body.startsWith('Bail out!')) return { kind: 'bail-out', text: body.slice(9).trim() }
  return { kind: 'unknown' }
}

/** The description, without TAP's leading dash, and what follows the first hash sign that stands after a blank. */
function splitAtHash(text: string): { name: string; comment: string } {
  const hash = text.indexOf(' #')
  const name = (hash < 0 ? text : text.slice(0, hash)).trim()
  return {
    name: name.startsWith('- ') ? name.slice(2).trim() : name,
    comment: hash < 0 ? '' : text.slice(hash + 2).trim(),
  }
}
