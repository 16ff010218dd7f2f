import { REDACTED } from '../../common/secrets.ts'
import type { RequestPatternDocument } from '../matching/request-schemas.ts'
import type { ResponseDocument, ShownMapping } from '../stubs/mapping-schemas.ts'
import type { Redaction } from './redaction.ts'

// Stubs as the journal shows them. `/__admin/mappings` returns what its user wrote, so that it can be loaded again.

export const redactedMapping = ({ request, response, ...rest }: ShownMapping, redaction: Redaction): ShownMapping => ({
  ...rest,
  request: redactedPattern(request, redaction),
  response: redactedResponse(response, redaction)
})

/** A request pattern without the credentials that it expects. */
export function redactedPattern(pattern: RequestPatternDocument, redaction: Redaction): RequestPatternDocument {
  const { url, urlPattern, headers, queryParameters, formParameters, cookies, basicAuthCredentials } = pattern
  const isSecret = (name: string): boolean => redaction.isSecret(name)
  return {
    ...pattern,
    ...(url !== undefined && { url: redaction.url(url) }),
    ...(urlPattern !== undefined && { urlPattern: redaction.url(urlPattern) }),
    ...(headers && { headers: hidden(headers, isSecret) }),
    ...(queryParameters && { queryParameters: hidden(queryParameters, isSecret) }),
    ...(formParameters && { formParameters: hidden(formParameters, isSecret) }),
    ...(cookies && { cookies: hidden(cookies, () => true) }),
    ...(basicAuthCredentials && { basicAuthCredentials: { username: REDACTED, password: REDACTED } })
  }
}

export function redactedResponse(response: ResponseDocument, redaction: Redaction): ResponseDocument {
  if (response.headers === undefined) return response
  return { ...response, headers: redactedHeaders(response.headers, redaction) }
}

type Headers = Readonly<Record<string, string | string[]>>

export const redactedHeaders = (headers: Headers, redaction: Redaction): Record<string, string | string[]> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redaction.show(name, value)]))

/** Hides all texts in the values of some members: a pattern may contain other patterns. */
function hidden<T>(values: Readonly<Record<string, T>>, isSecret: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isSecret(name) ? hide(value) : value]))
}

const hide = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, each) => (typeof each === 'string' ? REDACTED : each))
