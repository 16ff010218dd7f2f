import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { readFixture } from '../fixtures/fixture-document.ts'
import { countsOf, type FixtureSet } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import type { State } from '../state/state.ts'
import { InvalidDocument } from './errors.ts'
import type { ControlOptions } from './options.ts'

type Named = { Params: { name: string } }
type Upload = Named & { Body: string | undefined }

/** Lists, reads, saves and deletes fixture sets. They belong to the server, not to a sandbox. */
export const fixtures: FastifyPluginAsync<ControlOptions> = async (app, { apis, library }) => {
  app.get('/fixtures', { schema: { operationId: 'list_fixtures' } }, async () => ({
    fixtures: await Promise.all(library.names().map((name) => library.get(name).then(summaryOf, unusable(name))))
  }))

  app.get<Named>('/fixtures/:name', { schema: { operationId: 'read_fixtures' } }, async (request) => {
    const { state } = await library.get(request.params.name)
    return Readable.from(fixtureText(apis, state))
  })

  app.put<Upload>('/fixtures/:name', { schema: { operationId: 'save_fixtures' } }, async (request, reply) => {
    const { params, body, sandbox } = request
    const { set, isNew } = await library.save(params.name, body ? uploaded(body) : sandbox.state.apis)
    return reply.code(isNew ? 201 : 200).send(summaryOf(set))
  })

  app.delete<Named>('/fixtures/:name', { schema: { operationId: 'delete_fixtures' } }, async (request, reply) => {
    await library.remove(request.params.name)
    reply.code(204).removeHeader('content-type')
  })

  const uploaded = (text: string): State => {
    const read = readFixture(apis, text)
    if (!read.ok) throw new InvalidDocument(read.problems)
    return read.state
  }

  const summaryOf = ({ name, source, sha256, state }: FixtureSet) => ({
    name,
    source,
    sha256,
    counts: countsOf(apis, state)
  })
}

/** One damaged file must not hide the other sets. */
const unusable = (name: string) => (error: Error) => ({ name, error: error.message })
