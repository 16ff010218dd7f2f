import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { inTurns } from '../common/in-turns.ts'
import { countsOf, type FixtureSet } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { fixtureWarnings } from '../fixtures/fixture-warnings.ts'
import { detached, type State } from '../state/state.ts'
import type { ControlOptions } from './options.ts'
import { streamsBody, withOptionalUpload } from './upload.ts'

type Named = { Params: { name: string } }

/** Lists, reads, saves and deletes fixture sets. They belong to the server, not to a sandbox. */
export const fixtures: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  const { apis, library, sandboxes } = options
  app.get('/fixtures', { schema: { operationId: 'list_fixtures' } }, async () => ({
    fixtures: await Promise.all(
      library.names().map(async (name) => ({
        ...(await library.get(name).then(summaryOf, unusable(name))),
        ...(library.isReadOnly(name) && { readOnly: true })
      }))
    )
  }))

  app.get<Named>('/fixtures/:name', { schema: { operationId: 'read_fixtures' } }, async (request) => {
    const { state } = await library.get(request.params.name)
    return Readable.from(inTurns(fixtureText(apis, state)))
  })

  const saving = { config: streamsBody, schema: { operationId: 'save_fixtures' } }
  app.put<Named>('/fixtures/:name', saving, async (request, reply) => {
    const { params, sandbox } = request
    library.requireWritable(params.name)
    const { set, isNew } = await withOptionalUpload(options, request, (uploaded, room) => {
      const { apis: present } = sandbox.state
      return library.save(params.name, () => uploaded?.state ?? detached(present), room)
    })
    return reply.code(isNew ? 201 : 200).send(summaryOf(set))
  })

  app.delete<Named>('/fixtures/:name', { schema: { operationId: 'delete_fixtures' } }, async (request, reply) => {
    await library.remove(request.params.name)
    reply.code(204).removeHeader('content-type')
  })

  const summaryOf = ({ name, source, sha256, state }: FixtureSet) => ({
    name,
    source,
    sha256,
    counts: countsOf(apis, state),
    ...warningsOf(state)
  })
  const warningsOf = (state: State) => {
    const warnings = fixtureWarnings(apis, state, sandboxes.auth)
    return warnings.length === 0 ? {} : { warnings }
  }
}

/** One damaged file must not hide the other sets. */
const unusable = (name: string) => (error: Error) => ({ name, error: error.message })
