import type { FastifyInstance } from 'fastify'
import type { ApiPluginOptions } from '../../api/define-api.ts'
import { noContent, setHeaders } from './headers.ts'
import { listBody } from './list-body.ts'
import * as schemas from './schemas.ts'
import {
  createUser,
  deleteUser,
  getGroup,
  getUser,
  groupsOf,
  setDisabled,
  type UserDefinition,
  updateUser,
  usersOf
} from './users.ts'

interface OneUser {
  Params: schemas.UserParams
}
interface OneGroup {
  Params: schemas.GroupParams
}
/** The definition that `readUserDefinition` returned. */
interface Definition {
  Body: UserDefinition
}

export async function routes(app: FastifyInstance, { bodies }: ApiPluginOptions): Promise<void> {
  app.get('/Users', { schema: schemas.listUsersSchema }, async (request, reply) => {
    setHeaders(reply)
    // rule: atms.routes.reads, atms.accounts.order
    return listBody(usersOf(request.sandbox.state), bodies)
  })

  app.post<Definition>('/Users', { schema: schemas.createUserSchema }, async (request, reply) => {
    await request.change((state) => createUser(state, request.body)) // rule: atms.routes.changes
    return noContent(reply)
  })

  app.get<OneUser>('/Users/:username', { schema: schemas.readUserSchema }, async (request, reply) => {
    const user = getUser(request.sandbox.state, request.params.username)
    setHeaders(reply)
    return bodies.of(user, 'user', () => JSON.stringify(user)).body
  })

  app.put<OneUser & Definition>('/Users/:username', { schema: schemas.updateUserSchema }, async (request, reply) => {
    await request.change((state) => updateUser(state, request.params.username, request.body))
    return noContent(reply)
  })

  app.delete<OneUser>('/Users/:username', { schema: schemas.deleteUserSchema }, async (request, reply) => {
    await request.change((state) => deleteUser(state, request.params.username))
    return noContent(reply)
  })

  app.put<OneUser>('/Users/:username/disable', { schema: schemas.disableUserSchema }, async (request, reply) => {
    await request.change((state) => setDisabled(state, request.params.username, true))
    return noContent(reply)
  })

  app.put<OneUser>('/Users/:username/enable', { schema: schemas.enableUserSchema }, async (request, reply) => {
    await request.change((state) => setDisabled(state, request.params.username, false))
    return noContent(reply)
  })

  // rule: atms.routes.groups
  app.get('/UserGroups', { schema: schemas.listUserGroupsSchema }, async (request, reply) => {
    setHeaders(reply)
    return JSON.stringify([...groupsOf(request.sandbox.state)])
  })

  app.get<OneGroup>('/UserGroups/:GroupName', { schema: schemas.readUserGroupSchema }, async (request, reply) => {
    setHeaders(reply)
    return JSON.stringify(getGroup(request.sandbox.state, request.params.GroupName))
  })
}
