import { entriesOf } from '../../common/exact-json.ts'
import { ExactNumber } from '../../common/exact-number.ts'
import { REDACTED } from '../../common/secrets.ts'
import type { LoggedRequestDocument, RequestPatternDocument } from '../matching/request-schemas.ts'
import type { ResponseDocument, ShownMapping } from '../stubs/mapping-schemas.ts'
import { BoundedRedaction } from './bounded-redaction.ts'
import type { Redaction } from './redaction.ts'

// Stubs as the journal shows them. `/__admin/mappings` returns them unredacted, so that they can be loaded again.

export const redactedMapping = ({ request, response, ...rest }: ShownMapping, redaction: Redaction): ShownMapping => ({
  ...rest,
  request: redactedPattern(request, redaction),
  response: redactedResponse(response, redaction)
})

/** A request pattern without the credentials that it expects. Patterns for the body stay visible. */
export function redactedPattern(pattern: RequestPatternDocument, redaction: Redaction): RequestPatternDocument {
  const texts = new BoundedRedaction(redaction)
  const { bodyPatterns, url, cookies, basicAuthCredentials, ...rest } = pattern
  return {
    ...pattern,
    ...redacted(rest, texts),
    ...(url !== undefined && { url: texts.url(url) }),
    ...(cookies && { cookies: redacted(cookies, texts, true) }),
    ...(basicAuthCredentials && { basicAuthCredentials: redacted(basicAuthCredentials, texts, true) })
  }
}

export function redactedResponse(response: ResponseDocument, redaction: Redaction): ResponseDocument {
  const texts = new BoundedRedaction(redaction)
  const { headers, transformerParameters } = response
  return {
    ...response,
    ...(headers && { headers: redactedHeaders(headers, texts) }),
    ...(transformerParameters && { transformerParameters: redacted(transformerParameters, texts) })
  }
}

/** A request that a client sends back, or has built itself, with credentials. Its body is shown. */
export function redactedRequest(request: LoggedRequestDocument, redaction: Redaction): LoggedRequestDocument {
  const texts = new BoundedRedaction(redaction)
  const { body, bodyAsBase64, url, headers, cookies, ...rest } = request
  return {
    ...request,
    ...redacted(rest, texts),
    ...(url !== undefined && { url: texts.url(url) }),
    ...(headers && { headers: redactedHeaders(headers, texts) }),
    ...(cookies && { cookies: redacted(cookies, texts, true) })
  }
}

type Headers = Readonly<Record<string, string | string[]>>

const redactedHeaders = (headers: Headers, texts: BoundedRedaction): Record<string, string | string[]> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, texts.header(name, value)]))

/** A JSON value without credentials: neither below the name of one, nor in a URL. @param isSecret hides all texts and numbers */
function redacted<T>(value: T, texts: BoundedRedaction, isSecret = false): T {
  return shown(value, isSecret) as T

  function shown(value: unknown, isSecret: boolean): unknown {
    if (typeof value === 'string') return isSecret ? REDACTED : texts.text(value)
    if (typeof value === 'number' || value instanceof ExactNumber) return isSecret ? REDACTED : value
    if (Array.isArray(value)) return value.map((each) => shown(each, isSecret))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(entriesOf(value).map(([name, each]) => [name, member(name, each, isSecret)]))
  }

  function member(name: string, value: unknown, isSecret: boolean): unknown {
    // The names of members in there are a part of what is expected.
    if (isSecret && name === 'equalToJson') return REDACTED
    return shown(value, isSecret || texts.isSecret(name))
  }
}
