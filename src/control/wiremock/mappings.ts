import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Problems } from '../../common/problems.ts'
import { Subject } from '../../wiremock/matching/subject.ts'
import { ImportDocument } from '../../wiremock/stubs/import-schema.ts'
import type { Stub, StubMapping } from '../../wiremock/stubs/stub-mapping.ts'
import { documentOf, mappingOf, mappingsOf, requireNone, requireUuid, wholeNumber } from '../documents.ts'
import { AdminNotFound, WireMockError } from '../errors.ts'
import type * as schemas from './schemas.ts'
import type { IdParams } from './schemas.ts'

/** The stubs of a sandbox. */
export const mappings: FastifyPluginAsync = async (app) => {
  app.get<{ Querystring: schemas.PageQuery }>(
    '/mappings',
    { schema: { operationId: 'list_mappings' } },
    async ({ sandbox: { stubs }, query }) => {
      const offset = wholeNumber('offset', query.offset) ?? 0
      const limit = wholeNumber('limit', query.limit) ?? stubs.all.length
      return shown(stubs.all, offset, limit)
    }
  )

  app.post('/mappings', { schema: { operationId: 'create_mapping' } }, async (request, reply) => {
    const { stubs, entropy } = request.sandbox
    const mapping = await mappingOf(request.body, entropy.uuid())
    const { id } = mapping.document
    if (stubs.get(id) !== undefined) {
      const detail = `ID of the provided stub mapping '${id}' is already taken by another stub mapping`
      throw new WireMockError(422, 109, 'Duplicate stub mapping ID', { detail })
    }
    stubs.put(mapping)
    reply.code(201)
    return mapping.document
  })

  app.delete('/mappings', { schema: { operationId: 'delete_mappings' } }, async ({ sandbox: { stubs } }) => {
    stubs.clear()
    return {}
  })

  app.get<{ Params: IdParams }>('/mappings/:id', { schema: { operationId: 'read_mapping' } }, async (request) => {
    return stubOf(request).mapping.document
  })

  app.put<{ Params: IdParams }>('/mappings/:id', { schema: { operationId: 'edit_mapping' } }, async (request) => {
    const { id } = stubOf(request).mapping.document
    const mapping = await mappingOf(request.body, id)
    const document = { ...mapping.document, id, uuid: id }
    request.sandbox.stubs.put({ ...mapping, document })
    return document
  })

  app.delete<{ Params: IdParams }>('/mappings/:id', { schema: { operationId: 'delete_mapping' } }, async (request) => {
    request.sandbox.stubs.remove(stubOf(request).mapping.document.id)
    return {}
  })

  // WireMock's client for Java edits and removes by these two.
  app.post('/mappings/edit', { schema: { operationId: 'edit_mapping_by_body' } }, async (request, reply) => {
    const mapping = await mappingOf(request.body, '')
    const { stubs } = request.sandbox
    if (stubs.get(mapping.document.id) === undefined) throw new AdminNotFound(request.originalUrl)
    stubs.put(mapping)
    reply.code(204)
  })

  app.post('/mappings/remove', { schema: { operationId: 'remove_mapping_by_body' } }, async ({ sandbox, body }) => {
    const { stubs } = sandbox
    const { document } = await mappingOf(body, '')
    const sameRequest = ({ mapping }: Stub) => isDeepStrictEqual(mapping.document.request, document.request)
    const stub = stubs.get(document.id) ?? stubs.all.find(sameRequest)
    if (stub !== undefined) stubs.remove(stub.mapping.document.id)
    return {}
  })

  app.post('/mappings/reset', { schema: { operationId: 'reset_mappings' } }, async ({ sandbox: { stubs } }) => {
    stubs.reset()
    return {}
  })

  app.post('/mappings/import', { schema: { operationId: 'import_mappings' } }, async ({ sandbox, body }) => {
    const { stubs, entropy } = sandbox
    const { mappings: given, importOptions = {} } = documentOf(ImportDocument, body)
    const imported = await mappingsOf(given, () => entropy.uuid())
    // The last first: of equals the newest is asked first, and that is to be the first of the list, as in WireMock.
    for (const mapping of imported.reverse()) {
      const isKept = importOptions.duplicatePolicy === 'IGNORE' && stubs.get(mapping.document.id) !== undefined
      if (!isKept) stubs.put(mapping)
    }
    // Afterwards: a scenario that an imported one goes on with has not ended.
    if (importOptions.deleteAllNotInImport) removeOthers(stubs.all, imported, (id) => stubs.remove(id))
    return {}
  })

  app.post(
    '/mappings/find-by-metadata',
    { schema: { operationId: 'find_mappings' } },
    async ({ sandbox: { stubs }, body }) => {
      const found = await byMetadata(stubs.all, body)
      return shown(found, 0, found.length)
    }
  )

  app.post(
    '/mappings/remove-by-metadata',
    { schema: { operationId: 'remove_mappings' } },
    async ({ sandbox: { stubs }, body }) => {
      for (const { mapping } of await byMetadata(stubs.all, body)) stubs.remove(mapping.document.id)
      return {}
    }
  )
}

const shown = (stubs: readonly Stub[], offset: number, limit: number): object => ({
  mappings: stubs.slice(offset, offset + limit).map(({ mapping }) => mapping.document),
  meta: { total: stubs.length }
})

function stubOf(request: FastifyRequest<{ Params: IdParams }>): Stub {
  const stub = request.sandbox.stubs.get(requireUuid(request.params.id))
  if (stub === undefined) throw new AdminNotFound(request.originalUrl)
  return stub
}

function removeOthers(stubs: readonly Stub[], kept: readonly StubMapping[], remove: (id: string) => void): void {
  const ids = new Set(kept.map(({ document }) => document.id))
  for (const { mapping } of stubs) if (!ids.has(mapping.document.id)) remove(mapping.document.id)
}

async function byMetadata(stubs: readonly Stub[], pattern: unknown): Promise<Stub[]> {
  const { compileContent } = await import('../../wiremock/matching/content-pattern.ts')
  const problems = new Problems()
  const matcher = compileContent(pattern, '', problems)
  requireNone(problems)
  return stubs.filter(({ mapping: { document } }) => {
    return document.metadata !== undefined && matcher.matches(new Subject(JSON.stringify(document.metadata)))
  })
}
