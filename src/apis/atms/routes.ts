import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiPluginOptions } from '../../api/define-api.ts'
import type { AtmsBehavior } from './behavior.ts'
import { sendNothing, setHeaders } from './headers.ts'
import { byName, listBody } from './list-body.ts'
import type { AtmsUser } from './records.ts'
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

export async function routes(
  app: FastifyInstance,
  { bodies }: ApiPluginOptions,
  behavior: AtmsBehavior
): Promise<void> {
  const { changeStatus, returnsCreated, sortsByName } = behavior

  app.get('/Users', { schema: schemas.listUsersSchema }, async (request, reply) => {
    setHeaders(reply)
    // rule: atms.routes.reads, atms.accounts.order
    return listBody(usersOf(request.sandbox.state), bodies, behavior)
  })

  app.post<Definition>('/Users', { schema: schemas.createUserSchema }, async (request, reply) => {
    const user = await request.change((state) => createUser(state, request.body, behavior)) // rule: atms.routes.changes
    if (!returnsCreated) return sendNothing(reply, changeStatus)
    setHeaders(reply)
    reply.code(201).header('location', locationOf(request, user))
    return JSON.stringify(user)
  })

  app.get<OneUser>('/Users/:username', { schema: schemas.readUserSchema }, async (request, reply) => {
    const user = getUser(request.sandbox.state, request.params.username, behavior)
    setHeaders(reply)
    return bodies.of(user, 'user', () => JSON.stringify(user)).body
  })

  app.put<OneUser & Definition>('/Users/:username', { schema: schemas.updateUserSchema }, async (request, reply) => {
    await request.change((state) => updateUser(state, request.params.username, request.body, behavior))
    return sendNothing(reply, changeStatus)
  })

  app.delete<OneUser>('/Users/:username', { schema: schemas.deleteUserSchema }, async (request, reply) => {
    await request.change((state) => deleteUser(state, request.params.username, behavior))
    return sendNothing(reply, changeStatus)
  })

  app.put<OneUser>('/Users/:username/disable', { schema: schemas.disableUserSchema }, async (request, reply) => {
    await request.change((state) => setDisabled(state, request.params.username, true, behavior))
    return sendNothing(reply, changeStatus)
  })

  app.put<OneUser>('/Users/:username/enable', { schema: schemas.enableUserSchema }, async (request, reply) => {
    await request.change((state) => setDisabled(state, request.params.username, false, behavior))
    return sendNothing(reply, changeStatus)
  })

  // rule: atms.routes.groups
  app.get('/UserGroups', { schema: schemas.listUserGroupsSchema }, async (request, reply) => {
    setHeaders(reply)
    const groups = [...groupsOf(request.sandbox.state)]
    return JSON.stringify(sortsByName ? groups.sort(byName(({ GroupName }) => GroupName)) : groups)
  })

  app.get<OneGroup>('/UserGroups/:GroupName', { schema: schemas.readUserGroupSchema }, async (request, reply) => {
    setHeaders(reply)
    return JSON.stringify(getGroup(request.sandbox.state, request.params.GroupName, behavior))
  })
}

/** The address of a new user, as the client reaches it. */
function locationOf({ protocol, host, address: { sandbox } }: FastifyRequest, { Username }: AtmsUser): string {
  const prefix = sandbox === undefined ? '' : `/sandboxes/${sandbox}`
  return `${protocol}://${host}${prefix}/api/Users/${encodeURIComponent(Username)}`
}
