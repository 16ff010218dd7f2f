import type { FastifyInstance } from 'fastify'
import type { ApiPluginOptions } from '../../api/define-api.ts'
import { Representation } from '../../http/body-cache.ts'
import type { AtriumBehavior } from './behavior.ts'
import { createOptionsOf } from './create-options.ts'
import { represent, sendNothing } from './headers.ts'
import { pageRequestOf, showPage } from './paging.ts'
import type { AtriumUser } from './records.ts'
import * as schemas from './schemas.ts'
import { fieldsOf } from './user-input.ts'
import { createUser, deleteUser, getUser, updateUser, usersOf } from './users.ts'

interface OneUser {
  Params: schemas.UserParams
}
interface UserBody {
  Body: schemas.UserRequestBody
}

/** HEAD responds like GET, without the body. rule: atrium.routes.unsupported-method */
const READ = ['GET', 'HEAD']

export async function routes(
  app: FastifyInstance,
  { bodies }: ApiPluginOptions,
  behavior: AtriumBehavior
): Promise<void> {
  const createOptions = createOptionsOf()

  app.route<{ Querystring: schemas.PageQuery }>({
    method: READ,
    url: '/users',
    schema: schemas.listUsersSchema,
    async handler(request, reply) {
      const users = usersOf(request.sandbox.state)
      const page = pageRequestOf(request.query, behavior)
      const render = () => JSON.stringify(showPage(users, page, behavior))
      const body = bodies.of(users, `${page.page}/${page.perPage}`, render)
      return represent(request, reply, body) // rule: atrium.routes.list
    }
  })

  app.post<UserBody>('/users', { schema: schemas.createUserSchema }, async (request, reply) => {
    const fields = fieldsOf(request.body.user, behavior)
    const options = createOptions(request.sandbox)
    const user = await request.change((state) => createUser(state, fields, options, behavior))
    reply.code(behavior.createStatus)
    return represent(request, reply, new Representation(showUser(user))) // rule: atrium.routes.create
  })

  app.route<OneUser>({
    method: READ,
    url: '/users/:user_guid',
    schema: schemas.readUserSchema,
    async handler(request, reply) {
      const user = getUser(request.sandbox.state, request.params.user_guid, behavior)
      return represent(
        request,
        reply,
        bodies.of(user, 'user', () => showUser(user))
      )
    }
  })

  app.put<OneUser & UserBody>('/users/:user_guid', { schema: schemas.updateUserSchema }, async (request, reply) => {
    const { user_guid } = request.params
    getUser(request.sandbox.state, user_guid, behavior)
    const fields = fieldsOf(request.body.user, behavior)
    const user = await request.change((state) => updateUser(state, user_guid, fields, behavior))
    return represent(request, reply, new Representation(showUser(user)))
  })

  app.delete<OneUser>('/users/:user_guid', { schema: schemas.deleteUserSchema }, async (request, reply) => {
    await request.change((state) => deleteUser(state, request.params.user_guid, behavior))
    return sendNothing(request, reply, behavior.deleteStatus)
  })
}

/** rule: atrium.routes.user */
const showUser = (user: AtriumUser): string => JSON.stringify({ user })
