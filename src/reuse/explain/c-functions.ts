// SPDX-License-Identifier: GPL-2.0-only

/** A function as the compiler sees it, after the preprocessor. */
export interface CFunction {
  /** The file that it stands in. */
  readonly file: string
  /** White space, and what follows from line numbers, made the same. */
  readonly body: string
}

/** The functions that preprocessed text (`gcc -E`) defines, by name. */
export function functionsOfText(text: string): ReadonlyMap<string, CFunction> {
  const functions = new Map<string, CFunction>()
  let [file, head, body, depth, startFile] = ['', '', '', 0, '']
  for (const line of text.split('\n')) {
    const marker = /^# \d+ "([^"]*)"/.exec(line)
    if (marker !== null) {
      file = marker[1] ?? ''
      continue
    }
    for (const token of tokensOf(line)) {
      if (depth > 0) body += token
      if (token === '{') {
        if (depth++ === 0) [body, startFile] = ['{', file]
      } else if (token === '}' && depth > 0) {
        if (--depth > 0) continue
        const name = functionName(head)
        if (name !== undefined) functions.set(name, { file: startFile, body: normal(body) })
        // A struct goes on after its members: `struct s { } name;`.
        head = name === undefined ? `${head} ` : ''
      } else if (depth === 0) head = token === ';' ? '' : head + token
    }
    if (depth > 0) body += ' '
    else head += ' '
  }
  return functions
}

/** Names that a body has, and which may be functions that it calls. */
export const namesIn = (body: string): readonly string[] => [...new Set(body.match(/\b[A-Za-z_]\w*/g) ?? [])]

function* tokensOf(line: string): Generator<string> {
  for (const [token] of line.matchAll(
    /"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[{};]|[^"'{};]+|["']/g,
  ))
    yield token
}

const NO_NAMES = /^(?:__attribute__|__attribute|asm|__asm__|typeof|__typeof__|_Static_assert|__extension__)$/

function functionName(head: string): string | undefined {
  const plain = withoutAttributes(head).trim()
  if (!plain.endsWith(')') || /=\s*[^=]*$/.test(plain.replace(/\(.*$/s, ''))) return undefined
  return [...plain.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)]
    .map(([, name = '']) => name)
    .find(name => !NO_NAMES.test(name))
}

/** Without `__attribute__((...))`, whose parentheses may be nested. */
function withoutAttributes(text: string): string {
  let rest = text
  for (let at = rest.search(/__attribute__\s*\(/); at >= 0; at = rest.search(/__attribute__\s*\(/)) {
    let [end, open] = [rest.indexOf('(', at), 0]
    for (; end < rest.length; end++) {
      if (rest[end] === '(') open++
      else if (rest[end] === ')' && --open === 0) break
    }
    rest = `${rest.slice(0, at)} ${rest.slice(end + 1)}`
  }
  return rest
}

/** Numbers of lines and of what __COUNTER__ has made are no difference. */
const normal = (body: string): string =>
  body
    .replace(/\b(__compiletime_assert_|__UNIQUE_ID_\w*?|__already_done)\d+/g, '$1')
    .replace(/"i" \(\d+\)/g, '"i" (LINE)')
    .replace(/\s+/g, ' ')
    .trim()
