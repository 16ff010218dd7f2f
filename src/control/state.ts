import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { inTurns } from '../common/in-turns.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { pathOf } from '../http/known-paths.ts'
import { stateBefore } from '../sandbox/rewind.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { fixturesOf } from './body.ts'
import type { ControlOptions } from './options.ts'
import { streamsBody, withUpload } from './upload.ts'

/** Reads, replaces and resets the state of a sandbox. */
export const state: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  const { apis, library, sandboxes } = options
  app.get('/state', { schema: { operationId: 'read_state' } }, async ({ sandbox }) =>
    Readable.from(inTurns(fixtureText(apis, sandbox.state.apis)))
  )

  app.put('/state', { config: streamsBody, schema: { operationId: 'replace_state' } }, async (request) => {
    await withUpload(options, request, async (uploaded, room) => {
      const sandbox = await request.openSandbox()
      await sandbox.upload(uploaded, causeOf(request), room)
    })
    return {}
  })

  app.post('/reset', { schema: { operationId: 'reset' } }, async (request) => {
    const named = await fixturesOf(request.body, library)
    const sandbox = await request.openSandbox()
    const revision = await sandbox.reset(named ?? sandboxes.fixturesOf(sandbox), causeOf(request))
    return resetResult(apis, sandbox, revision)
  })

  app.post('/state/reset', { schema: { operationId: 'reset_state' } }, async (request) => {
    const named = await fixturesOf(request.body, library)
    const sandbox = await request.openSandbox()
    const revision = await sandbox.resetRecords(named ?? sandboxes.fixturesOf(sandbox), causeOf(request))
    return resetResult(apis, sandbox, revision)
  })
}

/**
 * How a sandbox was after a reset. Other changes may have been applied since; without a history, the counts are those after them.
 *
 * @param revision the one that the reset led to
 */
export function resetResult(apis: readonly Api[], { state, history }: Sandbox, revision: number) {
  const { fixtures, apis: records } = stateBefore(state, history.since(revision, state.revision) ?? [])
  return { fixtures: fixtures.name, counts: countsOf(apis, records), revision }
}

/** How the history names a call as the cause of a change. */
export const causeOf = ({ method, address }: FastifyRequest) => ({ call: `${method} ${pathOf(address.sent)}` })
