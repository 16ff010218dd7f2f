import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { nameKey } from '../../state/state.ts'
import { readBody } from './body.ts'
import { InvalidRequest } from './errors.ts'
import { sendNoContent, setHeaders } from './headers.ts'
import { listBody } from './list-body.ts'
import { GroupParams, UserParams } from './schemas.ts'
import type { AtmsUsers, UserDefinition } from './users.ts'

type Update = { Params: UserParams; Body: UserDefinition }

/**
 * The store answers at once, and the handlers with it: to wait for a promise that is there already would cost a tenth of the
 * throughput.
 */
export const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/Users', { schema: { operationId: 'list_users' } }, (request, reply) => {
    const { atmsUsers, atmsBodies } = request.sandbox
    setHeaders(reply).send(listBody(atmsUsers.all, atmsBodies))
  })

  app.post<{ Body: UserDefinition }>(
    '/Users',
    { onRequest: readBody, schema: { operationId: 'create_user' } },
    (request, reply) => {
      const { atmsUsers } = request.sandbox
      requireValid(groupProblems(atmsUsers, request.body))
      atmsUsers.create(request.body)
      sendNoContent(reply)
    }
  )

  app.get('/Users/:username', { schema: { operationId: 'read_user', params: UserParams } }, (request, reply) => {
    const { atmsUsers, atmsBodies } = request.sandbox
    const user = atmsUsers.get(request.params.username)
    setHeaders(reply).send(atmsBodies.ofRecord(user, JSON.stringify).body)
  })

  app.put<Update>(
    '/Users/:username',
    { onRequest: readBody, schema: { operationId: 'update_user', params: UserParams } },
    (request, reply) => {
      const { atmsUsers } = request.sandbox
      const { username } = request.params
      atmsUsers.get(username)
      requireValid({ ...renameProblems(username, request.body), ...groupProblems(atmsUsers, request.body) })
      atmsUsers.update(username, request.body)
      sendNoContent(reply)
    }
  )

  app.get('/UserGroups', { schema: { operationId: 'list_user_groups' } }, (request, reply) => {
    setHeaders(reply).send(JSON.stringify([...request.sandbox.atmsUsers.groups]))
  })

  app.get(
    '/UserGroups/:GroupName',
    { schema: { operationId: 'read_user_group', params: GroupParams } },
    (request, reply) => {
      const group = request.sandbox.atmsUsers.group(request.params.GroupName)
      setHeaders(reply).send(JSON.stringify(group))
    }
  )

  // Body and `Content-Type` are ignored here.
  const options = (operationId: string) => ({ schema: { operationId, params: UserParams } })

  app.delete('/Users/:username', options('delete_user'), (request, reply) => {
    request.sandbox.atmsUsers.remove(request.params.username)
    sendNoContent(reply)
  })

  app.put('/Users/:username/disable', options('disable_user'), (request, reply) => {
    request.sandbox.atmsUsers.setDisabled(request.params.username, true)
    sendNoContent(reply)
  })

  app.put('/Users/:username/enable', options('enable_user'), (request, reply) => {
    request.sandbox.atmsUsers.setDisabled(request.params.username, false)
    sendNoContent(reply)
  })
}

type Problems = Record<string, string[]>

function groupProblems(users: AtmsUsers, { UserGroupName }: UserDefinition): Problems {
  if (users.groups.get(nameKey(UserGroupName)) !== undefined) return {}
  return {
    'userDefinition.UserGroupName': ['The UserGroupName field must match an existing User Group GroupName.']
  }
}

function renameProblems(username: string, { Username }: UserDefinition): Problems {
  if (nameKey(Username) === nameKey(username)) return {}
  return {
    'userDefinition.Username': ['The Username field is not editable once an account has been created.']
  }
}

function requireValid(problems: Problems): void {
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
}
