import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Problems } from '../../common/problems.ts'
import { bodyText } from '../../http/body-text.ts'
import { receivedBody } from '../../http/received-body.ts'
import { parseNestedJson } from '../../wiremock/matching/nested-json.ts'
import { InvalidDefinition } from '../errors.ts'
import { mappings } from './mappings.ts'
import { nearMisses } from './near-misses.ts'
import { requests } from './requests.ts'
import { scenarios } from './scenarios.ts'
import { settings } from './settings.ts'

/** The calls that WireMock has: its clients work here as they are. */
export const wiremock: FastifyPluginAsync = async (app) => {
  app.addHook('onRequest', readDocument)
  await app.register(requests)
  await app.register(nearMisses)
  await app.register(mappings)
  await app.register(scenarios)
  await app.register(settings)
}

/** A body that is not JSON is a document with a problem: 422, as in WireMock. */
function readDocument(request: FastifyRequest, _reply: unknown, done: () => void): void {
  request.body = documentIn(bodyText(receivedBody(request)))
  done()
}

function documentIn(text: string | undefined): unknown {
  if (text === undefined) throw problem('expected UTF-8')
  if (text.trim() === '') return undefined
  try {
    return parseNestedJson(text)
  } catch (error) {
    throw problem(`expected JSON: ${(error as Error).message}`)
  }
}

function problem(expected: string): InvalidDefinition {
  const problems = new Problems()
  problems.add('', expected)
  return new InvalidDefinition(problems)
}
