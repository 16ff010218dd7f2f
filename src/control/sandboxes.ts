import type { FastifyPluginAsync } from 'fastify'
import { countsOf } from '../fixtures/fixture-set.ts'
import { OtherFixtures, UnknownSandbox } from '../sandbox/errors.ts'
import { type JournalSize, journalSizes, readJournal } from '../sandbox/journal-access.ts'
import { perSandboxOptions } from '../sandbox/own-options.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { objectOf, requireEmpty } from './body.ts'
import type { ControlOptions } from './options.ts'
import { resetAll } from './reset-all.ts'
import { chosenOptions, SandboxChoice, shownOptions } from './sandbox-options.ts'

type Named = { Params: { name: string } }

/** Lists, creates and drops sandboxes. */
export const sandboxes: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  const { apis, library, sandboxes: registry } = options
  const ofApis = perSandboxOptions(apis)
  const choice = SandboxChoice(ofApis)

  app.get('/sandboxes', { schema: { operationId: 'list_sandboxes' } }, async () => {
    const all = await registry.loadAll()
    const sizes = await journalSizes(all)
    return { sandboxes: all.map((sandbox, i) => summaryOf(sandbox, sizes[i])) }
  })

  app.get<Named>('/sandboxes/:name', { schema: { operationId: 'read_sandbox' } }, async ({ params: { name } }) => {
    await registry.shared?.prepare([name], true)
    const sandbox = registry.get(name)
    if (sandbox === undefined) throw new UnknownSandbox(name)
    await readJournal(sandbox)
    return summaryOf(sandbox)
  })

  app.put<Named>('/sandboxes/:name', { schema: { operationId: 'make_sandbox' } }, async (request, reply) => {
    const { name } = request.params
    const chosen = chosenOptions(choice, ofApis, objectOf(request.body))
    const fixtures = chosen.fixtures === undefined ? registry.fixtures : await library.get(chosen.fixtures)
    await registry.shared?.prepare([name], true)
    const { sandbox, isNew } = await registry.openStored(name, fixtures)
    // Another call may have created it meanwhile.
    const { fixtures: used } = sandbox.state
    if (used.sha256 !== fixtures.sha256) throw new OtherFixtures(name, used.name)
    reply.code(isNew ? 201 : 200)
    if (registry.shared === undefined) sandbox.setOwn(chosen.own)
    else await registry.shared.setOwn(sandbox, chosen.own)
    await readJournal(sandbox)
    return summaryOf(sandbox)
  })

  app.post('/sandboxes/reset', { schema: { operationId: 'reset_all_sandboxes' } }, async (request) => {
    requireEmpty(objectOf(request.body))
    return { sandboxes: await resetAll(options, request) }
  })

  app.delete<Named>('/sandboxes/:name', { schema: { operationId: 'drop_sandbox' } }, async (request, reply) => {
    await registry.dropStored(request.params.name)
    reply.code(204).removeHeader('content-type')
  })

  const summaryOf = (
    { name, created, lastUsedAt, state, journal, own }: Sandbox,
    { requests, dropped }: JournalSize = { requests: journal.size, dropped: journal.dropped }
  ) => ({
    name,
    created,
    lastUsed: registry.shared?.lastUsed(name, lastUsedAt) ?? lastUsedAt,
    fixtures: state.fixtures.name,
    ...shownOptions(ofApis, own),
    counts: countsOf(apis, state.apis),
    requests,
    dropped
  })
}
