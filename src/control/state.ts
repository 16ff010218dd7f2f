import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { readFixture } from '../fixtures/fixture-document.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { pathOf } from '../http/known-paths.ts'
import { fixturesOf } from './body.ts'
import { InvalidDocument } from './errors.ts'
import type { ControlOptions } from './options.ts'

/** Reads, replaces and resets the state of a sandbox. */
export const state: FastifyPluginAsync<ControlOptions> = async (app, { apis, library }) => {
  app.get('/state', { schema: { operationId: 'read_state' } }, async ({ sandbox }) =>
    Readable.from(fixtureText(apis, sandbox.state.apis))
  )

  app.put<{ Body: string }>('/state', { schema: { operationId: 'replace_state' } }, async (request) => {
    const content = request.body
    const read = readFixture(apis, content)
    if (!read.ok) throw new InvalidDocument(read.problems)
    await request.change(() => ({ change: { op: 'state', state: read.state, content }, result: null }))
    return {}
  })

  app.post('/reset', { schema: { operationId: 'reset' } }, async (request) => {
    const fixtures = await fixturesOf(request.body, library)
    await request.openSandbox().reset(fixtures, causeOf(request))
    return resetResult(request)
  })

  app.post('/state/reset', { schema: { operationId: 'reset_state' } }, async (request) => {
    const fixtures = await fixturesOf(request.body, library)
    await request.openSandbox().resetRecords(fixtures, causeOf(request))
    return resetResult(request)
  })

  const resetResult = ({ sandbox }: FastifyRequest) => ({
    fixtures: sandbox.state.fixtures.name,
    counts: countsOf(apis, sandbox.state.apis),
    revision: sandbox.state.revision
  })
}

const causeOf = ({ method, address }: FastifyRequest) => ({ call: `${method} ${pathOf(address.sent)}` })
