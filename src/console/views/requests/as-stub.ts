import { textOf } from './body-bytes.ts'
import { type JournalEvent, pathOf, stubIn } from './journal.ts'

/** They depend on the connection or the time. */
const OMITTED = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'content-encoding']
const HIDDEN = '*****'

/** A WireMock request pattern for the method and the address of a request. */
export const patternOf = ({ method, url }: JournalEvent['request']): object => ({
  method,
  ...(url.includes(HIDDEN) ? { urlPath: pathOf(url) } : { url })
})

/** A WireMock stub that responds to the same request with the same response, as JSON. */
export function stubTextOf(event: JournalEvent): string {
  const { request } = event
  const pattern = {
    ...patternOf(request),
    ...(request.bodyAsBase64 !== '' && { bodyPatterns: [bodyPatternOf(request)] })
  }
  return JSON.stringify({ request: pattern, response: responseOf(event) }, null, 2)
}

function bodyPatternOf({ bodyAsBase64 }: JournalEvent['request']): object {
  const text = textOf(bodyAsBase64)
  if (text === undefined) return { binaryEqualTo: bodyAsBase64 }
  try {
    JSON.parse(text)
    return { equalToJson: text }
  } catch {
    return { equalTo: text }
  }
}

function responseOf(event: JournalEvent): object {
  const { status = 200, headers = {}, bodyAsBase64 = '' } = event.response
  const fault = stubIn(event)?.response.fault
  if (fault !== undefined) return { fault }
  const shown = Object.entries(headers).filter(
    ([name, value]) => !OMITTED.includes(name.toLowerCase()) && value !== HIDDEN
  )
  const text = textOf(bodyAsBase64)
  return {
    status,
    ...(shown.length > 0 && { headers: Object.fromEntries(shown) }),
    ...(text === undefined ? { base64Body: bodyAsBase64 } : text !== '' && { body: text })
  }
}
