import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { toJson } from '../../common/exact-json.ts'
import { describeInvalidJson } from '../../common/invalid-json.ts'
import { parseLenientJson, strictJson } from '../../common/lenient-json.ts'
import { Problems } from '../../common/problems.ts'
import { bodyText } from '../../http/body-text.ts'
import { bodyWithinLimit } from '../../http/read-body.ts'
import { InvalidDefinition } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { explanation } from './explanation.ts'
import { files } from './files.ts'
import { MAX_VALUES } from './limits.ts'
import { mappings } from './mappings.ts'
import { nearMisses } from './near-misses.ts'
import { requests } from './requests.ts'
import { scenarios } from './scenarios.ts'
import { settings } from './settings.ts'

/** WireMock's calls: its clients work unmodified. */
export const wiremock: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  app.addHook('onRequest', readDocument)
  app.setReplySerializer(toJson)
  await requests(app, options)
  await nearMisses(app, options)
  await explanation(app, options)
  await mappings(app, options)
  await files(app, options)
  await scenarios(app, options)
  await settings(app, options)
}

/** As in WireMock, a body that is not JSON is an invalid document: 422. */
function readDocument(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (!request.routeOptions.config.streamsBody) request.body = documentIn(bodyText(bodyWithinLimit(request)))
  done()
}

function documentIn(text: string | undefined): unknown {
  if (text === undefined) throw problem('expected UTF-8')
  if (text === '') return undefined
  try {
    return parseLenientJson(text, MAX_VALUES)
  } catch (error) {
    throw problem(describeInvalidJson(strictJson(text), error as SyntaxError))
  }
}

function problem(expected: string): InvalidDefinition {
  const problems = new Problems()
  problems.add('', expected)
  return new InvalidDefinition(problems)
}
