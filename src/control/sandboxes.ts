import type { FastifyPluginAsync } from 'fastify'
import { countsOf } from '../fixtures/fixture-set.ts'
import { OtherFixtures, UnknownSandbox } from '../sandbox/errors.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { fixturesOf } from './body.ts'
import type { ControlOptions } from './options.ts'

type Named = { Params: { name: string } }

/** Lists, creates and drops sandboxes. */
export const sandboxes: FastifyPluginAsync<ControlOptions> = async (app, { apis, library, sandboxes: registry }) => {
  app.get('/sandboxes', { schema: { operationId: 'list_sandboxes' } }, async () => ({
    sandboxes: registry.all().map(summaryOf)
  }))

  app.get<Named>('/sandboxes/:name', { schema: { operationId: 'read_sandbox' } }, async ({ params: { name } }) => {
    const sandbox = registry.get(name)
    if (sandbox === undefined) throw new UnknownSandbox(name)
    return summaryOf(sandbox)
  })

  app.put<Named>('/sandboxes/:name', { schema: { operationId: 'make_sandbox' } }, async (request, reply) => {
    const { name } = request.params
    const fixtures = (await fixturesOf(request.body, library)) ?? registry.fixtures
    const present = registry.get(name)
    if (present !== undefined && present.state.fixtures.sha256 !== fixtures.sha256) {
      throw new OtherFixtures(name, present.state.fixtures.name)
    }
    reply.code(present === undefined ? 201 : 200)
    return summaryOf(registry.open(name, fixtures))
  })

  app.delete<Named>('/sandboxes/:name', { schema: { operationId: 'drop_sandbox' } }, async (request, reply) => {
    registry.drop(request.params.name)
    reply.code(204).removeHeader('content-type')
  })

  const summaryOf = ({ name, created, lastUsedAt, state, journal }: Sandbox) => ({
    name,
    created,
    lastUsed: lastUsedAt,
    fixtures: state.fixtures.name,
    counts: countsOf(apis, state.apis),
    requests: journal.size,
    dropped: journal.dropped
  })
}
