import { REDACTED } from '../../common/secrets.ts'
import type { RequestPatternDocument } from '../matching/request-schemas.ts'
import type { UrlPattern } from '../matching/url-pattern.ts'
import type { BoundedRedaction } from './bounded-redaction.ts'
import type { RequestView } from './request-view.ts'

/** A part of a request pattern besides method and address. */
export interface ExplainedPart {
  readonly field: string
  /** What the stub expects, without credentials. */
  readonly pattern: unknown
  /** The same part of a request, without credentials; `undefined` if it has none. */
  actualIn(view: RequestView): unknown
}

/** Longer texts are cut: a stub may have many patterns for one long body. */
const LONGEST_TEXT = 2000

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)

type Values = (view: RequestView, name: string) => readonly string[]
type Show = (name: string, value: string) => string | string[]

/** The parts of a pattern in the order of its conditions, see `conditionsOf`. @param document without credentials */
export function partsOf(document: RequestPatternDocument, url: UrlPattern, texts: BoundedRedaction): ExplainedPart[] {
  const { scheme, port, host, clientIp, basicAuthCredentials, bodyPatterns = [] } = document
  type Member = 'pathParameters' | 'queryParameters' | 'formParameters' | 'headers' | 'cookies'
  const named = (member: Member, valuesOf: Values, show: Show): ExplainedPart[] =>
    Object.entries(document[member] ?? {}).map(([name, pattern]) => ({
      field: `${member}.${name}`,
      pattern,
      actualIn: (view) => oneOrAll(valuesOf(view, name).flatMap((value) => show(name, value)))
    }))
  const single = (field: string, pattern: unknown, actualIn: ExplainedPart['actualIn']): ExplainedPart[] =>
    pattern === undefined ? [] : [{ field, pattern, actualIn }]
  const visible: Show = (name, value) => (texts.isSecret(name) ? REDACTED : texts.text(cut(value)))
  return [
    ...single('scheme', scheme, (view) => view.scheme),
    ...single('port', port, (view) => view.authority.port),
    ...single('host', host, (view) => texts.url(view.authority.hostname)),
    ...single('clientIp', clientIp, (view) => texts.text(view.clientIp)),
    ...single('basicAuthCredentials', basicAuthCredentials && REDACTED, (view) =>
      view.headers.has('authorization') ? REDACTED : undefined
    ),
    ...named('pathParameters', (view, name) => [url.parameterOf?.(view, name) ?? []].flat(), visible),
    ...named('queryParameters', ({ query }, name) => query.get(name) ?? [], visible),
    ...named(
      'headers',
      ({ headers }, name) => headers.get(name.toLowerCase()) ?? [],
      (name, value) => texts.header(name, cut(value))
    ),
    ...named(
      'cookies',
      ({ cookies }, name) => cookies.get(name) ?? [],
      () => REDACTED
    ),
    ...named(
      'formParameters',
      ({ form }, name) => form.get(name) ?? [],
      (_, value) => cut(value)
    ),
    ...bodyPatterns.map((pattern, i) => ({
      field: `bodyPatterns[${i}]`,
      pattern,
      actualIn: isBinary(pattern) ? bytesOf : textOf
    }))
  ]
}

const oneOrAll = (values: readonly string[]): unknown => (values.length > 1 ? values : values[0])

const isBinary = (pattern: unknown): boolean =>
  typeof pattern === 'object' && pattern !== null && 'binaryEqualTo' in pattern

const bytesOf = (view: RequestView): string => cut(view.bodyBytes.subarray(0, LONGEST_TEXT).toString('base64'))

const textOf = ({ body: { text } }: RequestView): string | undefined => (text === undefined ? undefined : cut(text))
