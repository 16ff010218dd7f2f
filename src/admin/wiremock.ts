import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { bodyText } from '../http/body-text.ts'
import { parseNestedJson } from '../requests/nested-json.ts'
import { Problems } from '../store/problems.ts'
import { InvalidDefinition } from './errors.ts'
import { mappings } from './mappings.ts'
import { nearMisses } from './near-misses.ts'
import { requests } from './requests.ts'
import { scenarios } from './scenarios.ts'
import { settings } from './settings.ts'

/** The calls that WireMock has: its clients work here as they are. */
export const wiremock: FastifyPluginAsync = async (app) => {
  readDocuments(app)
  await app.register(requests)
  await app.register(nearMisses)
  await app.register(mappings)
  await app.register(scenarios)
  await app.register(settings)
}

/** A body that is not JSON is a document with a problem: 422, as in WireMock. */
function readDocuments(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => {
    const text = bodyText(body)
    if (text === undefined) throw problem('expected UTF-8')
    if (text.trim() === '') return undefined
    try {
      return parseNestedJson(text)
    } catch (error) {
      throw problem(`expected JSON: ${(error as Error).message}`)
    }
  })
}

function problem(expected: string): InvalidDefinition {
  const problems = new Problems()
  problems.add('', expected)
  return new InvalidDefinition(problems)
}
