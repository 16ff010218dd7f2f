import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Representation } from '../../http/representation.ts'
import type { Collection } from '../../state/collection.ts'
import type { AtriumUser } from '../../state/records.ts'
import { readBody } from './body.ts'
import { represent, sendNoContent } from './headers.ts'
import { type PageRequest, pageRequestOf } from './paging.ts'
import { type PageQuery, UserParams, UserRequestBody } from './schemas.ts'
import { fieldsOf, requireUser } from './user-input.ts'

const READ = ['GET', 'HEAD']
const params = UserParams
const body = UserRequestBody

/**
 * The store answers at once, and the handlers with it: to wait for a promise that is there already would cost a tenth of the
 * throughput.
 */
export const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: READ,
    url: '/users',
    schema: { operationId: 'list_users' },
    handler(request, reply) {
      const { atriumUsers, atriumBodies } = request.sandbox
      const users = atriumUsers.all
      const asked = pageRequestOf(request.query as PageQuery)
      const shown = atriumBodies.ofPage(users.version, `${asked.page}/${asked.perPage}`, () => showPage(users, asked))
      represent(request, reply, shown)
    }
  })

  app.post(
    '/users',
    { onRequest: readBody, schema: { operationId: 'create_user', body }, attachValidation: true },
    (request, reply) => {
      requireUser(request)
      const { atriumUsers } = request.sandbox
      const user = atriumUsers.create(fieldsOf(request, request.body.user))
      represent(request, reply, new Representation(enveloped(atriumUsers.jsonOf(user))))
    }
  )

  app.route({
    method: READ,
    url: '/users/:user_guid',
    schema: { operationId: 'read_user', params },
    handler(request, reply) {
      const { atriumUsers, atriumBodies } = request.sandbox
      const user = atriumUsers.get(request.params.user_guid)
      represent(request, reply, atriumBodies.ofRecord(user, showUser))
    }
  })

  app.put(
    '/users/:user_guid',
    { onRequest: readBody, schema: { operationId: 'update_user', params, body }, attachValidation: true },
    (request, reply) => {
      const { atriumUsers, atriumBodies } = request.sandbox
      const { user_guid } = request.params
      requireUser(request)
      atriumUsers.get(user_guid)
      const user = atriumUsers.update(user_guid, fieldsOf(request, request.body.user))
      represent(request, reply, atriumBodies.ofRecord(user, showUser))
    }
  )

  // Its body is ignored: old Python sends `""` along with a DELETE, Ruby and others a type without a body.
  app.delete('/users/:user_guid', { schema: { operationId: 'delete_user', params } }, (request, reply) => {
    request.sandbox.atriumUsers.remove(request.params.user_guid)
    sendNoContent(request, reply)
  })
}

const enveloped = (json: string): string => `{"user":${json}}`
const showUser = (user: AtriumUser): string => enveloped(JSON.stringify(user))

function showPage(users: Collection<AtriumUser>, { page, perPage }: PageRequest): string {
  const pagination = {
    current_page: page,
    per_page: perPage,
    total_entries: users.size,
    // Rails answers 1, not 0, for an empty list (will_paginate); seen in tests of official clients against the real host.
    total_pages: Math.max(1, Math.ceil(users.size / perPage))
  }
  return JSON.stringify({ users: users.slice((page - 1) * perPage, perPage), pagination })
}
