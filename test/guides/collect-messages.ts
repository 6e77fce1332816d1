// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

/** The classes of src/core/errors.ts, and the exit codes that they end with. */
const CODES: Readonly<Record<string, number>> = {
  ToolError: 2,
  UsageError: 2,
  FormatError: 2,
  AnchorError: 2,
  CommandError: 2,
  MissingError: 3,
}

export interface Message {
  /** `…` stands for what varies. */
  readonly text: string
  /** Whether it is about the bytes of a file: the place stands before it. */
  readonly isFormat: boolean
  /** What it tells the user to do; the same way. */
  readonly hints: readonly string[]
  readonly code: number
}

export interface Collected {
  readonly messages: readonly Message[]
  /** Lines of the sources whose message is made somewhere else. */
  readonly unread: readonly string[]
}

/** The messages of all errors that the sources throw, each once. */
export function collectMessages(root: string): Collected {
  const sources = sourcesIn(join(root, 'src')).map(path =>
    ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true),
  )
  const messages = new Map<string, Message>()
  const unread: string[] = []
  for (const { name, args } of sources.flatMap(errorsIn)) {
    const [message] = args
    if (message === undefined) continue
    const texts = textsOf(message, sources)
    if (texts.length === 0) unread.push(fileOf(message, root))
    for (const text of texts.filter(text => /\w/.test(text))) {
      const hints = [...(messages.get(text)?.hints ?? []), ...hintsOf(args, sources)]
      const isFormat = name === 'FormatError'
      messages.set(text, { text, isFormat, code: CODES[name] ?? 2, hints: [...new Set(hints)] })
    }
  }
  const sorted = [...messages.values()].sort((a, b) => (sortKey(a.text) < sortKey(b.text) ? -1 : 1))
  return { messages: sorted, unread: [...new Set(unread)] }
}

/** What varies at the beginning does not decide where a message is looked up. */
const sortKey = (text: string): string => text.replace(/^[…\W]+/, '').toLowerCase()

const sourcesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)testing\//.test(name))
    .map(name => join(directory, name))
    .sort()

const fileOf = (node: ts.Node, root: string): string => relative(root, node.getSourceFile().fileName)

interface Thrown {
  readonly name: string
  readonly args: readonly ts.Expression[]
}

const errorsIn = (source: ts.SourceFile): Thrown[] =>
  descendants(source).flatMap(node =>
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text in CODES
      ? [{ name: node.expression.text, args: [...(node.arguments ?? [])] }]
      : [],
  )

type Sources = readonly ts.SourceFile[]

/** The values of `hint` in the options. */
function hintsOf(args: readonly ts.Expression[], sources: Sources): string[] {
  return args.slice(1).flatMap(each => {
    if (!ts.isObjectLiteralExpression(each)) return []
    return each.properties.flatMap(property =>
      ts.isPropertyAssignment(property) && property.name.getText() === 'hint'
        ? textsOf(property.initializer, sources).filter(text => /\w/.test(text))
        : [],
    )
  })
}

/** All texts that an expression may have; none when that cannot be read off it. */
function textsOf(node: ts.Expression, sources: Sources): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression, sources)
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap(each => textsOf(each, sources))
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ literal }) => `…${literal.text}`)
    return [joined(node.head.text, ...spans)]
  }
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [node.left, node.right].map(each => textsOf(each, sources)) as [string[], string[]]
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return [...left, ...right]
    if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return []
    return orAnything(left).flatMap(first => orAnything(right).map(text => joined(first, text)))
  }
  return ts.isIdentifier(node) ? [...new Set(valuesOf(node, sources))] : []
}

const joined = (...texts: readonly string[]): string => texts.join('').replace(/…+/g, '…')
const orAnything = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? ['…'] : texts)

/**
 * What a name holds: a constant of the same file, or a parameter of a function that files of the same directory call. One call is looked
 * through, without sources none.
 */
function valuesOf(name: ts.Identifier, sources: Sources): string[] {
  if (sources.length === 0) return []
  const parameter = parameterOf(name)
  if (parameter === undefined) {
    return descendants(name.getSourceFile()).flatMap(node =>
      ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer !== undefined
        ? textsOf(node.initializer, [])
        : [],
    )
  }
  const room = dirname(name.getSourceFile().fileName)
  return sources
    .filter(({ fileName }) => dirname(fileName) === room)
    .flatMap(descendants)
    .flatMap(node => {
      if (!ts.isCallExpression(node) || calleeOf(node) !== parameter.of) return []
      const given = node.arguments[parameter.index]
      return given === undefined ? [] : textsOf(given, [])
    })
}

/** The function whose parameter a name is, if it has a name itself, and which one. */
function parameterOf(name: ts.Identifier): { readonly of: string; readonly index: number } | undefined {
  for (let node: ts.Node = name; node.parent !== undefined; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue
    const index = node.parameters.findIndex(each => each.name.getText() === name.text)
    if (index < 0) continue
    const named = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name
    return named === undefined ? undefined : { of: named.getText(), index }
  }
  return undefined
}

const calleeOf = ({ expression }: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()

function descendants(node: ts.Node): ts.Node[] {
  const below: ts.Node[] = []
  ts.forEachChild(node, child => {
    below.push(child, ...descendants(child))
  })
  return below
}
