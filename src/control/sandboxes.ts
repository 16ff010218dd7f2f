import type { FastifyPluginAsync } from 'fastify'
import { countsOf } from '../fixtures/fixture-set.ts'
import { OtherFixtures, UnknownSandbox } from '../sandbox/errors.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { fixturesOf } from './body.ts'
import type { AdminOptions } from './plugin.ts'

type Named = { Params: { name: string } }

/** The isolated worlds of the server: to look at, to make on other fixtures, to drop. */
export const sandboxes: FastifyPluginAsync<Pick<AdminOptions, 'library' | 'sandboxes'>> = async (
  app,
  { library, sandboxes: registry }
) => {
  app.get('/sandboxes', { schema: { operationId: 'list_sandboxes' } }, async () => ({
    sandboxes: registry.all().map(summaryOf)
  }))

  app.get<Named>('/sandboxes/:name', { schema: { operationId: 'read_sandbox' } }, async ({ params: { name } }) => {
    const sandbox = registry.get(name)
    if (sandbox === undefined) throw new UnknownSandbox(name)
    return summaryOf(sandbox)
  })

  app.put<Named>(
    '/sandboxes/:name',
    { schema: { operationId: 'make_sandbox' } },
    async ({ params: { name }, body }, reply) => {
      const fixtures = (await fixturesOf(body, library)) ?? registry.fixtures
      const present = registry.get(name)
      if (present !== undefined && present.fixtures.sha256 !== fixtures.sha256) {
        throw new OtherFixtures(name, present.fixtures.name)
      }
      reply.code(present === undefined ? 201 : 200)
      return summaryOf(registry.open(name, fixtures))
    }
  )

  app.delete<Named>(
    '/sandboxes/:name',
    { schema: { operationId: 'drop_sandbox' } },
    async ({ params: { name } }, reply) => {
      registry.drop(name)
      reply.code(204).removeHeader('content-type')
    }
  )
}

function summaryOf({ name, created, lastUsedAt, fixtures, state, journal }: Sandbox) {
  return {
    name,
    created,
    lastUsed: lastUsedAt,
    fixtures: fixtures.name,
    counts: countsOf(state),
    requests: journal.size
  }
}
