import type { Redaction } from './redaction.ts'
import type { RequestView } from './request-view.ts'
import type { Matcher } from './search.ts'

/** What connects the requests of one test, one user action or one call with each other. */
export interface Correlation {
  /** The trace id in `traceparent` (W3C Trace Context): 32 hexadecimal digits. */
  readonly trace?: string | undefined
  /** The value of `X-Request-Id`. */
  readonly requestId?: string | undefined
  /** The value of `Mock-Test`: the name of the test that sent the request. */
  readonly test?: string | undefined
}

type HeaderOf = (lowerCaseName: string) => string | undefined

const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/i

/** The trace id in a header `traceparent`; `undefined` if it has another format. */
export const traceIn = (header = ''): string | undefined => TRACE_PARENT.exec(header)?.[1]?.toLowerCase()

const READERS: Readonly<Record<keyof Correlation, (headerOf: HeaderOf) => string | undefined>> = {
  trace: (headerOf) => traceIn(headerOf('traceparent')),
  requestId: (headerOf) => headerOf('x-request-id'),
  test: (headerOf) => headerOf('mock-test')
}
const NAMES = Object.keys(READERS) as (keyof Correlation)[]

/** Compares lengths first: a search reads the headers of a whole journal. */
const headersIn =
  (rawHeaders: readonly string[]): HeaderOf =>
  (name) => {
    const at = rawHeaders.findIndex(
      (text, i) => i % 2 === 0 && text.length === name.length && text.toLowerCase() === name
    )
    return at < 0 ? undefined : rawHeaders[at + 1]
  }

/** What connects a request with others, without credentials. */
export function shownCorrelation(rawHeaders: readonly string[], redaction: Redaction): Correlation {
  const headerOf = headersIn(rawHeaders)
  const shown = (name: keyof Correlation): string | undefined => {
    const value = READERS[name](headerOf)
    return value === undefined ? undefined : redaction.text(value)
  }
  return { trace: shown('trace'), requestId: shown('requestId'), test: shown('test') }
}

/** Tests the headers of requests. There is no index: comparing 100,000 requests takes 40 ms. */
export function correlationTest(wanted: Correlation): (rawHeaders: readonly string[]) => boolean {
  const test = testOf(wanted)
  return (rawHeaders) => test(headersIn(rawHeaders))
}

/** A pattern that also requires a correlation. */
export function correlated(pattern: Matcher, wanted: Correlation): Matcher {
  if (NAMES.every((name) => wanted[name] === undefined)) return pattern
  const test = testOf(wanted)
  return {
    matches(view: RequestView) {
      view.startPattern()
      return test((name) => view.headers.get(name)?.[0]) && pattern.matches(view)
    }
  }
}

function testOf(wanted: Correlation): (headerOf: HeaderOf) => boolean {
  const names = NAMES.filter((name) => wanted[name] !== undefined)
  return (headerOf) => names.every((name) => READERS[name](headerOf) === wanted[name])
}
