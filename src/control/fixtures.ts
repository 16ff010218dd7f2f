import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { readFixture } from '../fixtures/fixture-document.ts'
import { countsOf, type FixtureSet } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { InvalidDocument } from './errors.ts'
import type { AdminOptions } from './plugin.ts'

type Named = { Params: { name: string } }
type Upload = Named & { Body: string | undefined }

/** The fixture sets: named states to begin with and to go back to. They belong to the server, not to a sandbox. */
export const fixtures: FastifyPluginAsync<Pick<AdminOptions, 'library'>> = async (app, { library }) => {
  app.get('/fixtures', { schema: { operationId: 'list_fixtures' } }, async () => ({
    fixtures: await Promise.all(library.names().map((name) => library.get(name).then(summaryOf, unusable(name))))
  }))

  app.get<Named>('/fixtures/:name', { schema: { operationId: 'read_fixtures' } }, async (request) => {
    const { state } = await library.get(request.params.name)
    return Readable.from(fixtureText(state))
  })

  app.put<Upload>('/fixtures/:name', { schema: { operationId: 'save_fixtures' } }, async (request, reply) => {
    const { params, body, sandbox } = request
    const { set, isNew } = await library.save(params.name, body ? uploaded(body) : sandbox.state)
    return reply.code(isNew ? 201 : 200).send(summaryOf(set))
  })

  app.delete<Named>('/fixtures/:name', { schema: { operationId: 'delete_fixtures' } }, async (request, reply) => {
    await library.remove(request.params.name)
    reply.code(204).removeHeader('content-type')
  })
}

function uploaded(text: string) {
  const result = readFixture(text)
  if (!result.ok) throw new InvalidDocument(result.problems)
  return result.state
}

/** A damaged file is no reason not to list the others. */
const unusable = (name: string) => (error: Error) => ({ name, error: error.message })

const summaryOf = ({ name, source, sha256, state }: FixtureSet) => ({ name, source, sha256, counts: countsOf(state) })
