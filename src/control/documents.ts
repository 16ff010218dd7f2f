import type { Static, TSchema } from '@sinclair/typebox'
import { Problems } from '../common/problems.ts'
import { errorsIn, schemaProblems } from '../common/schema-problems.ts'
import { nextTurn } from '../common/timers.ts'
import type { RequestPattern } from '../wiremock/matching/request-pattern.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import { BadBody, InvalidDefinition, WireMockError } from './errors.ts'
import { UUID, WHOLE_NUMBER } from './wiremock/schemas.ts'

/** Checks a body against its schema. @throws InvalidDefinition with all problems */
export function documentOf<T extends TSchema>(schema: T, body: unknown): Static<T> {
  const problems = new Problems()
  for (const { pointer, expected } of schemaProblems(errorsIn(schema, body), '')) problems.add(pointer, expected)
  requireNone(problems)
  return body as Static<T>
}

/** Reads a body as a request pattern. @throws InvalidDefinition with all problems */
export async function patternOf(body: unknown): Promise<RequestPattern> {
  // Regular expressions and JSONPath are loaded on first use, to start faster.
  const { compileRequestPattern } = await import('../wiremock/matching/request-pattern.ts')
  // Reading a large body may have used up this turn.
  await nextTurn()
  const problems = new Problems()
  const pattern = compileRequestPattern(body, '', problems)
  requireNone(problems)
  return pattern
}

/** Reads a body as a stub mapping. @throws InvalidDefinition with all problems */
export async function mappingOf(body: unknown, id: string): Promise<StubMapping> {
  const { compileMapping } = await import('../wiremock/stubs/compile-mapping.ts')
  await nextTurn()
  const problems = new Problems()
  const mapping = compileMapping(body, id, '', problems)
  requireNone(problems)
  return mapping as StubMapping
}

/** @throws InvalidDefinition if there are problems */
export function requireNone(problems: Problems): void {
  if (problems.total > 0) throw new InvalidDefinition(problems)
}

/** Checks the id in a path. @throws WireMockError if it is not a UUID */
export function requireUuid(id: string): string {
  if (!new RegExp(UUID).test(id)) throw new WireMockError(400, 10, `${id} is not a valid UUID`)
  return id
}

/** Reads a number in a query string or a path. @throws BadBody if it is not a whole number of at most ten digits */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!new RegExp(WHOLE_NUMBER).test(text))
    throw new BadBody(`${name}: expected a whole number from 0 to 9999999999, not '${text}'`)
  return Number(text)
}
