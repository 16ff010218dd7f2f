import { errorCodes, type FastifyReply, type FastifyRequest } from 'fastify'
import { isInexact, parseNestedJson } from '../common/exact-json.ts'
import { describeInvalidJson } from '../common/invalid-json.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { type Body, bodyOf, bodyText } from '../http/body-text.ts'
import { charsetOf, decodeText } from '../http/charset.ts'
import { contain } from '../http/contain.ts'
import { decompress, isPlain } from '../http/decode-body.ts'
import { bodyWithinLimit, hasBody, readBody } from '../http/read-body.ts'
import { isObject } from '../wiremock/matching/read-scalars.ts'
import { BadBody } from './errors.ts'
import { MAX_VALUES } from './wiremock/limits.ts'

/**
 * The hook that reads the body of a call, unless its handler does so. Its `Content-Type` is ignored: some clients of WireMock send none.
 *
 * @throws FST_ERR_CTP_BODY_TOO_LARGE if its `Content-Length` exceeds the limit of the route
 */
export function readControlBody(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  const { raw, method, headers, routeOptions, room } = request
  if (method === 'GET' || method === 'HEAD' || !hasBody(raw)) {
    done()
    return
  }
  if (Number(headers['content-length']) > routeOptions.bodyLimit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  if (routeOptions.config.streamsBody) {
    done()
    return
  }
  readBody(raw, routeOptions.bodyLimit, room, ({ body, isAborted, error }) => {
    request.receivedBody = body
    if (isAborted) return
    contain(reply, async () => {
      const isComplete = error === undefined && body.length <= routeOptions.bodyLimit
      const isEncoded = isComplete && !isPlain(headers)
      done(isEncoded ? await request.server.decoding.run(() => decode(request, body)) : error)
    })
  })
}

/** Replaces the received body with its decoded text. @returns the error if it cannot be decoded */
async function decode(request: FastifyRequest, body: Body): Promise<Error | undefined> {
  const { headers, routeOptions, room } = request
  const charset = charsetOf(headers['content-type'])
  try {
    const bytes = await decompress(body, headers, routeOptions.bodyLimit, room)
    request.receivedBody = charset === undefined ? bodyOf(bytes) : await decodeText(bytes, charset)
    return undefined
  } catch (error) {
    return error as Error
  }
}

/** The hook of calls that read their body as text. @throws BadBody */
export function readText(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const text = bodyText(bodyWithinLimit(request))
  if (text === undefined) throw new BadBody('body: expected UTF-8')
  request.body = text
  done()
}

/** The body as a JSON object; `{}` without one. @throws BadBody */
export function objectOf(body: unknown): Record<string, unknown> {
  if (!hasText(body)) return {}
  const value = parsed(body)
  if (isObject(value)) return { ...value }
  throw new BadBody('body: expected a JSON object')
}

/** The body as a JSON value, with numbers as JavaScript reads them. @throws BadBody */
export function jsonOf(body: unknown): unknown {
  if (!hasText(body)) throw new BadBody('body: missing: send the record as JSON')
  const value = parsed(body)
  return isInexact(value) ? JSON.parse(body) : value
}

const hasText = (body: unknown): body is string => typeof body === 'string' && body !== ''

function parsed(body: string): unknown {
  try {
    return parseNestedJson(body, MAX_VALUES)
  } catch (error) {
    throw new BadBody(`body: ${describeInvalidJson(body, error as SyntaxError)}`)
  }
}

/** Rejects members in the body of a call that has none. @throws BadBody */
export function requireEmpty(body: object): void {
  const [unknown] = Object.keys(body)
  if (unknown !== undefined) throw new BadBody(`unknown field '${unknown}': send no body`)
}

/** The fixture set that a body names, as `{"fixtures":"paging"}`; `undefined` if it names none. @throws BadBody, UnknownFixtureSet */
export async function fixturesOf(body: unknown, library: FixtureLibrary): Promise<FixtureSet | undefined> {
  const { fixtures: name, ...others } = objectOf(body)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new BadBody(`unknown field '${unknown}' (available: fixtures)`)
  if (name === undefined) return undefined
  if (typeof name !== 'string')
    throw new BadBody(`fixtures: expected the name of a fixture set, not ${JSON.stringify(name)}`)
  return library.get(name)
}
