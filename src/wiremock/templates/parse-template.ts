import { parse } from '@handlebars/parser'
import type { Expression, Node } from './nodes.ts'
import { TemplateError } from './template-error.ts'

/** The members of the parser's nodes that are used here. The types of its package cannot be resolved. */
interface Parsed {
  readonly type: string
  readonly loc: { readonly start: { readonly line: number; readonly column: number } }
  readonly body?: readonly Parsed[]
  readonly blockParams?: readonly string[]
  readonly value?: unknown
  readonly path?: Parsed
  readonly params?: readonly Parsed[]
  readonly hash?: { readonly pairs: readonly { readonly key: string; readonly value: Parsed }[] } | null
  readonly program?: Parsed | null
  readonly inverse?: Parsed | null
  readonly original?: unknown
  readonly data?: boolean
  readonly depth?: number
  readonly parts?: readonly unknown[]
}

/** In characters. */
const MAX_LENGTH = 256 * 1024
/** All tags together, in characters. Parsing more would delay other requests. */
const MAX_TAGS = 12 * 1024
/** Rendering recurses. */
const MAX_DEPTH = 100
const TOO_DEEP = `the template is nested deeper than ${MAX_DEPTH} levels`

/** @returns the parts of a template @throws TemplateError with the place in the template */
export function parseTemplate(text: string, isHelper: (name: string) => boolean): readonly Node[] {
  // As in WireMock, a text without a complete tag is no template.
  if (text.indexOf('}}', text.indexOf('{{')) < 0 || !text.includes('{{')) return [{ kind: 'text', text }]
  if (text.length > MAX_LENGTH)
    throw new TemplateError(
      `the template has ${text.length} characters, more than the limit of ${MAX_LENGTH}: use a shorter one`
    )
  requireCheap(text)
  return new Converter(isHelper).nodes(parsed(text))
}

/** The parser takes quadratic time for open blocks and parentheses. */
function requireCheap(text: string): void {
  let length = 0
  let depth = 0
  let end = 0
  // A regular expression would search the rest of the text for the end of each tag that has none.
  for (let start = text.indexOf('{{'); start >= 0 && end >= 0; start = text.indexOf('{{', end)) {
    end = text.indexOf('}}', start)
    const tag = text.slice(start, end < 0 ? text.length : end + 2)
    length += tag.length
    if (/^{{~?[#^]/.test(tag)) depth++
    else if (/^{{~?\//.test(tag)) depth--
    if (depth + openParentheses(tag) > MAX_DEPTH) throw new TemplateError(TOO_DEEP)
  }
  if (length > MAX_TAGS)
    throw new TemplateError(
      `the tags of the template have ${length} characters together, more than the limit of ${MAX_TAGS}: use fewer or shorter tags`
    )
}

/** How many parentheses of a tag are open at the same time. */
function openParentheses(tag: string): number {
  let [open, most] = [0, 0]
  for (const character of tag) {
    if (character === '(') most = Math.max(most, ++open)
    else if (character === ')') open--
  }
  return most
}

function parsed(text: string): Parsed {
  try {
    return parse(withBracketedIndexes(text))
  } catch (error) {
    throw new TemplateError(`the template is invalid: ${shortened((error as Error).message)}`)
  }
}

/** WireMock reads `list.0` like `list.[0]`; the parser does not support that. */
const withBracketedIndexes = (text: string): string =>
  text.replaceAll(/{{[^{}]*}}/g, (tag) =>
    tag.replaceAll(/"[^"]*"|'[^']*'|\b[A-Za-z_][^\s"'(){}=|]*/g, (part) =>
      /^["']/.test(part) ? part : part.replaceAll(/\.(\d+)(?=\.|$)/g, '.[$1]')
    )
  )

/** Removes the list of all tokens that the parser would have accepted. */
const shortened = (message: string): string =>
  message.replace(/Expecting .*got/s, 'unexpected').replaceAll(/\s*\n\s*/g, ' ')

/** Helpers of WireMock that this server lacks. Without arguments, they look like values. */
const WITHOUT_ARGUMENTS = ['hostname', 'formatXml']

/** Converts the parser's nodes to those that are rendered. Rejects what is not supported. */
class Converter {
  readonly #isHelper: (name: string) => boolean
  #depth = 0

  constructor(isHelper: (name: string) => boolean) {
    this.#isHelper = isHelper
  }

  nodes(program: Parsed | null | undefined): readonly Node[] {
    return this.#deeper(() => (program?.body ?? []).flatMap((statement) => this.#node(statement)))
  }

  #deeper<T>(convert: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new TemplateError(TOO_DEEP)
    const converted = convert()
    this.#depth--
    return converted
  }

  #node(statement: Parsed): Node[] {
    const { type, value, program, inverse } = statement
    switch (type) {
      case 'ContentStatement':
        return [{ kind: 'text', text: String(value) }]
      case 'CommentStatement':
        return []
      case 'MustacheStatement':
        return [{ kind: 'value', of: this.#call(statement) }]
      case 'BlockStatement':
        return [
          {
            kind: 'block',
            of: this.#call(statement),
            body: this.nodes(program),
            params: program?.blockParams ?? [],
            inverse: this.nodes(inverse)
          }
        ]
      default:
        throw new TemplateError(`${placeOf(statement)}: partials and decorators are not supported`)
    }
  }

  /** A helper with its arguments, or a value. */
  #call(statement: Parsed): Expression {
    const { path = statement, params = [], hash } = statement
    const name = String(path.original)
    const pairs = hash?.pairs ?? []
    if (!this.#isHelper(name) || path.type !== 'PathExpression') {
      const isValue = params.length === 0 && pairs.length === 0 && statement.type !== 'SubExpression'
      if (isValue && !WITHOUT_ARGUMENTS.includes(name)) return this.#expression(path)
      throw new TemplateError(`${placeOf(statement)}: the helper '${name}' is not supported`)
    }
    return this.#deeper(() => ({
      kind: 'call',
      helper: name,
      args: params.map((param) => this.#expression(param)),
      hash: pairs.map(({ key, value }) => [key, this.#expression(value)] as const),
      at: placeOf(statement)
    }))
  }

  #expression(expression: Parsed): Expression {
    const { type, data = false, depth = 0, parts = [], value } = expression
    switch (type) {
      case 'PathExpression':
        return { kind: 'path', isData: data, depth, parts: parts.map((part) => partOf(part, expression)) }
      case 'SubExpression':
        return this.#call(expression)
      default:
        // The literals `null` and `undefined` have no `value`.
        return { kind: 'literal', value }
    }
  }
}

function partOf(part: unknown, path: Parsed): string {
  if (typeof part !== 'string') throw new TemplateError(`${placeOf(path)}: a path must not contain a call`)
  return part
}

const placeOf = ({ loc }: Parsed): string => `line ${loc.start.line}, column ${loc.start.column + 1}`
