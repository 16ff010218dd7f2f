import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { callerOf } from '../../http/caller.ts'
import { pathOf } from '../../http/known-paths.ts'
import { readJournal } from '../../sandbox/journal-access.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Journal } from '../../wiremock/journal/journal.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { mappingOf, requireUuid, wholeNumber } from '../documents.ts'
import { ControlNotFound } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { streamsBody } from '../upload.ts'
import { stubsByMetadata } from './by-metadata.ts'
import { reportEvictions } from './evictions.ts'
import { IMPORT_LIMIT, PATTERN_LIMIT, STUB_LIMIT } from './limits.ts'
import { longList } from './long-list.ts'
import * as edits from './mapping-edits.ts'
import { readImport } from './read-import.ts'
import { type IdParams, PageQuery, ResetQuery } from './schemas.ts'

interface OneMapping {
  Params: IdParams
}

/** The stubs of a sandbox. */
export const mappings: FastifyPluginAsync<ControlOptions> = async (app, { fileStubs }) => {
  // Clients use these two paths to check whether the server is running. The path without a slash redirects to the one with it.
  app.get('', { schema: { operationId: 'read_root' } }, async ({ sandbox, address }, reply) => {
    const { all } = sandbox.stubTable
    if (pathOf(address.sent).endsWith('/')) return mappingList(sandbox, all, all.length)
    reply.code(302).header('location', '__admin/')
    return reply.send()
  })

  app.get<{ Querystring: PageQuery }>(
    '/mappings',
    { config: { query: PageQuery }, schema: { operationId: 'list_mappings' } },
    async ({ sandbox, query }) => {
      const { all } = sandbox.stubTable
      const offset = wholeNumber('offset', query.offset) ?? 0
      const limit = wholeNumber('limit', query.limit) ?? all.length
      return mappingList(sandbox, all.slice(offset, offset + limit), all.length)
    }
  )

  app.post(
    '/mappings',
    { bodyLimit: STUB_LIMIT, schema: { operationId: 'create_mapping' } },
    async (request, reply) => {
      const mapping = await mappingOf(request.body, request.sandbox.clock.uuid())
      await request.change((state) => edits.createMapping(state, mapping))
      reply.code(201)
      return mapping.document
    }
  )

  app.delete('/mappings', { schema: { operationId: 'delete_mappings' } }, async (request) => {
    await request.change(() => ({ change: { op: 'stubs', remove: 'all' }, result: null }))
    return {}
  })

  app.get('/mappings/unmatched', { schema: { operationId: 'list_unmatched_mappings' } }, async ({ sandbox }, reply) => {
    const unmatched = unusedStubs(sandbox, await readJournal(sandbox))
    reportEvictions(sandbox.journal, reply)
    return mappingList(sandbox, unmatched, unmatched.length)
  })

  app.delete(
    '/mappings/unmatched',
    { schema: { operationId: 'delete_unmatched_mappings' } },
    async (request, reply) => {
      const journal = await readJournal(request.sandbox)
      const ids = unusedStubs(request.sandbox, journal).map(({ mapping }) => mapping.document.id)
      await request.change((state) => edits.removeMappings(state, ids))
      reportEvictions(journal, reply)
      return {}
    }
  )

  app.get<OneMapping>('/mappings/:id', { schema: { operationId: 'read_mapping' } }, async (request) => {
    return stubOf(request).mapping.document
  })

  app.put<OneMapping>(
    '/mappings/:id',
    { bodyLimit: STUB_LIMIT, schema: { operationId: 'edit_mapping' } },
    async (request) => {
      const { id } = stubOf(request).mapping.document
      const mapping = await mappingOf(request.body, id)
      const edited = { ...mapping, document: { ...mapping.document, id, uuid: id } }
      await request.change((state) => edits.editMapping(state, edited, pathOf(request.address.sent)))
      return edited.document
    }
  )

  app.delete<OneMapping>('/mappings/:id', { schema: { operationId: 'delete_mapping' } }, async (request) => {
    const { id } = stubOf(request).mapping.document
    await request.change((state) => edits.removeMappings(state, [id]))
    return {}
  })

  // WireMock's Java client edits and removes stubs with these two calls.
  app.post(
    '/mappings/edit',
    { bodyLimit: STUB_LIMIT, schema: { operationId: 'edit_mapping_by_body' } },
    async (request, reply) => {
      const mapping = await mappingOf(request.body, '')
      await request.change((state) => edits.editMapping(state, mapping, pathOf(request.address.sent)))
      reply.code(204)
    }
  )

  app.post(
    '/mappings/remove',
    { bodyLimit: STUB_LIMIT, schema: { operationId: 'remove_mapping_by_body' } },
    async (request) => {
      const { document } = await mappingOf(request.body, '')
      await request.change((state) => edits.removeMapping(state, document))
      return {}
    }
  )

  const reset = { config: { query: ResetQuery }, schema: { operationId: 'reset_mappings' } }
  app.post('/mappings/reset', reset, async (request) => {
    const files = await fileStubs.reload()
    await request.change(() => ({ change: { op: 'resetStubs', files }, result: null }))
    return {}
  })

  app.post('/mappings/save', { schema: { operationId: 'save_mappings' } }, async (request) => {
    const { stubs, files: basedOn } = request.sandbox.state.stubs
    const saved = [...stubs]
    const { files, error } = await fileStubs.save(saved, basedOn)
    await request.change((state) => edits.markSaved(state, saved, files))
    if (error !== undefined) throw error
    return {}
  })

  const importing = { config: streamsBody, bodyLimit: IMPORT_LIMIT, schema: { operationId: 'import_mappings' } }
  app.post('/mappings/import', importing, async (request) => {
    const { imported, importOptions = {} } = await readImport(request)
    await request.change((state) => edits.importMappings(state, imported, importOptions))
    return {}
  })

  app.post(
    '/mappings/find-by-metadata',
    { bodyLimit: PATTERN_LIMIT, schema: { operationId: 'find_mappings' } },
    async ({ sandbox, body }, reply) => {
      const found = await stubsByMetadata(body, sandbox.stubTable.all, sandbox, callerOf(reply))
      return mappingList(sandbox, found, found.length)
    }
  )

  app.post(
    '/mappings/remove-by-metadata',
    { bodyLimit: PATTERN_LIMIT, schema: { operationId: 'remove_mappings' } },
    async (request, reply) => {
      const { sandbox } = request
      const found = await stubsByMetadata(request.body, sandbox.stubTable.all, sandbox, callerOf(reply))
      const ids = found.map(({ mapping }) => mapping.document.id)
      await request.change((state) => edits.removeMappings(state, ids))
      return {}
    }
  )
}

const mappingList = ({ turns }: Sandbox, stubs: readonly Stub[], total: number): object =>
  longList('mappings', stubs, ({ mapping }) => mapping.document, { meta: { total } }, turns)

/** The stubs that responded to none of the requests in the journal. */
function unusedStubs({ stubTable }: Sandbox, journal: Journal): Stub[] {
  const used = new Set(journal.snapshot().map(({ stub }) => stub?.mapping.document.id))
  return stubTable.all.filter(({ mapping }) => !used.has(mapping.document.id))
}

/** @throws WireMockError for an id that is no UUID, ControlNotFound */
function stubOf({ sandbox, params, address }: FastifyRequest<OneMapping>): Stub {
  const stub = sandbox.state.stubs.stubs.get(requireUuid(params.id).toLowerCase())
  if (stub === undefined) throw new ControlNotFound(pathOf(address.sent))
  return stub
}
