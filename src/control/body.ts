import { errorCodes, type FastifyRequest } from 'fastify'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { bodyText } from '../http/body-text.ts'
import { receivedBody } from '../http/received-body.ts'
import { collectBody as collect, hasBody } from '../http/received-message.ts'
import { BadBody } from './errors.ts'

/**
 * Waits for the body of a call. Its `Content-Type` may say anything: WireMock's clients do not all send one.
 *
 * @throws FST_ERR_CTP_BODY_TOO_LARGE, where it is announced to be longer than its route takes
 */
export function collectBody({ raw, method, headers, routeOptions }: FastifyRequest, done: () => void): void {
  if (method === 'GET' || method === 'HEAD' || !hasBody(raw)) {
    done()
    return
  }
  const { bodyLimit } = routeOptions
  if (Number(headers['content-length']) > bodyLimit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  collect(raw, bodyLimit, (body, isBrokenOff) => {
    raw.body = body
    if (!isBrokenOff) done()
  })
}

/** The hook of the calls that read their body as text. @throws BadBody */
export function readText(request: FastifyRequest, _reply: unknown, done: () => void): void {
  const text = bodyText(receivedBody(request))
  if (text === undefined) throw new BadBody('body: expected UTF-8')
  request.body = text
  done()
}

/** The blanks of JSON: to `trim()` a form feed is one too. */
const NOTHING = /^[ \t\r\n]*$/

/** The body as a JSON object; `{}` where there is none. @throws BadBody */
export function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'string' || NOTHING.test(body)) return {}
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    throw new BadBody(`body: expected JSON: ${(error as SyntaxError).message}`)
  }
  throw new BadBody('body: expected a JSON object')
}

/** The fixture set that a body names, as `{"fixtures":"paging"}`; `undefined` where it names none. @throws BadBody, UnknownFixtureSet */
export async function fixturesOf(body: unknown, library: FixtureLibrary): Promise<FixtureSet | undefined> {
  const { fixtures: name, ...others } = objectOf(body)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new BadBody(`${unknown}: expected no member but fixtures`)
  if (name === undefined) return undefined
  if (typeof name !== 'string') throw new BadBody('fixtures: expected the name of a fixture set')
  return library.get(name)
}
