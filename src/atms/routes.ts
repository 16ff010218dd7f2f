import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AtmsUsers, UserDefinition } from '../store/atms-users.ts'
import { nameKey } from '../store/state.ts'
import { InvalidRequest } from './errors.ts'
import { noContent, setHeaders } from './headers.ts'
import { listBody } from './list-body.ts'
import { GroupParams, UserParams } from './schemas.ts'

type Update = { Params: UserParams; Body: UserDefinition }

/** The routes that read a UserDefinition, and those without a body. */
export const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/Users', { schema: { operationId: 'list_users' } }, async (request, reply) => {
    const { atmsUsers, atmsBodies } = request.sandbox
    setHeaders(reply)
    return listBody(await atmsUsers.all, atmsBodies)
  })

  app.post<{ Body: UserDefinition }>('/Users', { schema: { operationId: 'create_user' } }, async (request, reply) => {
    const { atmsUsers } = request.sandbox
    requireValid(groupProblems(atmsUsers, request.body))
    await atmsUsers.create(request.body)
    return noContent(reply)
  })

  app.get('/Users/:username', { schema: { operationId: 'read_user', params: UserParams } }, async (request, reply) => {
    const { atmsUsers, atmsBodies } = request.sandbox
    const user = await atmsUsers.get(request.params.username)
    setHeaders(reply)
    return atmsBodies.ofRecord(user, JSON.stringify).body
  })

  app.put<Update>(
    '/Users/:username',
    { schema: { operationId: 'update_user', params: UserParams } },
    async (request, reply) => {
      const { atmsUsers } = request.sandbox
      const { username } = request.params
      await atmsUsers.get(username)
      requireValid({ ...renameProblems(username, request.body), ...groupProblems(atmsUsers, request.body) })
      await atmsUsers.update(username, request.body)
      return noContent(reply)
    }
  )

  app.get('/UserGroups', { schema: { operationId: 'list_user_groups' } }, async (request, reply) => {
    setHeaders(reply)
    return JSON.stringify([...(await request.sandbox.atmsUsers.groups)])
  })

  app.get(
    '/UserGroups/:GroupName',
    { schema: { operationId: 'read_user_group', params: GroupParams } },
    async (request, reply) => {
      const group = await request.sandbox.atmsUsers.group(request.params.GroupName)
      setHeaders(reply)
      return JSON.stringify(group)
    }
  )
}

/** The routes that ignore body and `Content-Type` altogether. */
export const bodylessRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const options = (operationId: string) => ({ schema: { operationId, params: UserParams } })

  app.delete('/Users/:username', options('delete_user'), async (request, reply) => {
    await request.sandbox.atmsUsers.remove(request.params.username)
    return noContent(reply)
  })

  app.put('/Users/:username/disable', options('disable_user'), async (request, reply) => {
    await request.sandbox.atmsUsers.setDisabled(request.params.username, true)
    return noContent(reply)
  })

  app.put('/Users/:username/enable', options('enable_user'), async (request, reply) => {
    await request.sandbox.atmsUsers.setDisabled(request.params.username, false)
    return noContent(reply)
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
