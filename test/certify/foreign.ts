import { hash } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { certify, serverFor } from './certify.ts'

interface User {
  guid: string
  identifier: string | null
  metadata: string | null
  is_disabled: boolean
}

/** A small server as somebody would write it with Rails: wrong verbs are HTML pages, creates are a 201. */
async function railsLike(t: Test, users: User[]): Promise<string> {
  let ids = 0
  return serverFor(t, async (request, reply) => {
    const body = await text(request)
    const send = (status: number, value: unknown) => {
      const json = JSON.stringify(value)
      const tag = `W/"${hash('md5', json)}"`
      reply.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ETag: tag, 'X-Runtime': '0.001' })
      reply.end(json)
    }
    if (request.headers['mx-api-key'] !== 'test-api-key') return send(401, { error: 'Unauthorized' })
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    const [, list, guid, ...rest] = pathname.split('/')
    const user = users.find((each) => each.guid === guid)
    const call = `${request.method} ${guid ? 'user' : 'list'}`
    if (list !== 'users' || rest.length > 0) {
      reply.writeHead(404, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><h1>404 Not Found</h1>')
    } else if (call === 'GET list') {
      const page = Number(searchParams.get('page') ?? 1)
      const size = Number(searchParams.get('records_per_page') ?? 25)
      const pagination = {
        current_page: page,
        per_page: size,
        total_entries: users.length,
        total_pages: Math.ceil(users.length / size)
      }
      send(200, { users: users.slice((page - 1) * size, page * size), pagination })
    } else if (call === 'POST list') {
      const { user: fields } = JSON.parse(body || '{}')
      const created = { guid: `USR-${++ids}`, identifier: null, metadata: null, is_disabled: false, ...fields }
      users.push(created)
      send(201, { user: created })
    } else if (guid && user === undefined) send(404, { error: 'Not Found' })
    else if (call === 'GET user') send(200, { user })
    else if (call === 'PUT user') send(200, { user: Object.assign(user ?? {}, JSON.parse(body).user) })
    else if (call === 'DELETE user') {
      users.splice(users.indexOf(user as User), 1)
      reply.writeHead(204).end()
    } else send(405, { error: 'Method Not Allowed' })
  })
}

/** A small server as somebody would write it with ASP.NET: a rename is possible, and errors have another shape. */
async function aspNetLike(t: Test, users: Record<string, unknown>[]): Promise<string> {
  return serverFor(t, async (request, reply) => {
    const body = await text(request)
    const send = (status: number, value?: unknown) =>
      reply.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
    if (request.headers['token'] !== 'test-token') return send(401, { title: 'Unauthorized', status: 401 })
    const [, , list = '', encoded = '', action] = (request.url ?? '').split('/')
    const name = decodeURIComponent(encoded.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))
    const at = users.findIndex((user) => String(user['Username']).toLowerCase() === name.toLowerCase())
    const call = `${request.method} ${list.toLowerCase()}${encoded && ' one'}${action ? ' action' : ''}`
    if (call === 'GET usergroups') return send(200, [{ GroupName: 'Operators', Description: '' }])
    if (call === 'GET users') return send(200, users)
    if (call === 'POST users') {
      if (!JSON.parse(body).Username) return send(400, { title: 'Bad Request', status: 400 })
      users.push({ Email: null, Phone: null, IsAccountDisabled: false, ...JSON.parse(body) })
      return send(201, users.at(-1))
    }
    if (at < 0) return send(404, { title: 'Not Found', status: 404 })
    if (call === 'GET users one') return send(200, users[at])
    if (call === 'PUT users one') {
      users[at] = { ...users[at], ...JSON.parse(body) }
      return send(200, users[at])
    }
    if (call === 'PUT users one action') return send(204)
    if (call !== 'DELETE users one') return send(405)
    users.splice(at, 1)
    return send(200)
  })
}

/** Servers that differ in many ways: the command finishes, reports, and leaves nothing behind. */
export async function foreignServers(t: Test): Promise<void> {
  const guid = 'USR-0'
  const users = [{ guid, identifier: 'ada', metadata: 'x', is_disabled: false }]
  const rails = await railsLike(t, users)
  const first = await certify(t, rails, ['--api', 'atrium', '--write'])
  t.equal(first.code, 1, 'Rails: the exit code')
  t.match(
    first.out,
    /✗ atrium\.routes\.create .*differs\n(?: {6}.*\n)*? {6}the known alternative '201'/,
    'Rails: a create is a 201'
  )
  t.match(first.out, /✓ atrium\.routes\.list /, 'Rails: the list is as expected')
  t.strictSame(
    users.map((user) => user.guid),
    [guid],
    'Rails: nothing is left'
  )

  const accounts = [{ Username: 'ada', DisplayName: 'Ada', UserGroupName: 'Operators', Email: null, Phone: null }]
  const aspNet = await aspNetLike(t, accounts)
  const second = await certify(t, aspNet, ['--api', 'atms', '--write'])
  t.equal(second.code, 1, 'ASP.NET: the exit code')
  t.match(
    second.out,
    /✗ atms\.routes\.no-content .*differs\n(?: {6}.*\n)*? {6}the known alternative '201'/,
    'ASP.NET: a create is a 201'
  )
  t.match(second.err, /removed \d+ records? that the cases had left/, 'ASP.NET: the renamed account is found')
  t.strictSame(
    accounts.map(({ Username }) => Username),
    ['ada'],
    'ASP.NET: nothing is left'
  )
}
