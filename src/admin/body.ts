import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FixtureLibrary } from '../disk/fixture-library.ts'
import { bodyText } from '../http/body-text.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import { BadBody } from './errors.ts'

/** Admin calls take JSON, whatever `Content-Type` says: WireMock's clients do not all send one. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => {
    const text = bodyText(body)
    if (text === undefined) throw new BadBody('body: expected UTF-8')
    return text
  })
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
