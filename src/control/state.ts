import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { readFixture } from '../fixtures/fixture-document.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { fixturesOf } from './body.ts'
import { InvalidDocument } from './errors.ts'
import type { AdminOptions } from './plugin.ts'

/** The state of a sandbox: to look at, to replace, and to put back. */
export const state: FastifyPluginAsync<Pick<AdminOptions, 'library'>> = async (app, { library }) => {
  app.get('/state', { schema: { operationId: 'read_state' } }, async (request) =>
    Readable.from(fixtureText(request.sandbox.state))
  )

  app.put<{ Body: string }>('/state', { schema: { operationId: 'replace_state' } }, async (request) => {
    const content = request.body
    const result = readFixture(content)
    if (!result.ok) throw new InvalidDocument(result.problems)
    request.sandbox.replaceState(result.state, content)
    return {}
  })

  app.post('/reset', { schema: { operationId: 'reset' } }, async (request) => {
    await request.sandbox.reset(await fixturesOf(request.body, library))
    return {}
  })

  app.post('/state/reset', { schema: { operationId: 'reset_state' } }, async (request) => {
    await request.sandbox.resetState(await fixturesOf(request.body, library))
    return {}
  })
}
