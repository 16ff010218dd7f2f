import type { Test } from 'tap'
import { GuardedServer } from '../../src/cli/certify/guarded-server.ts'
import type { Service } from '../../src/cli/service/connect.ts'
import { buildRequest } from '../../src/rules/build-request.ts'
import type { ReceivedResponse, SentRequest } from '../../src/rules/exchange.ts'
import { allBooks } from '../rules/cases.ts'

const PREFIX = 'mock-certify-1-'
const requestOf = (request: string, body?: object): SentRequest =>
  buildRequest({ request, ...(body && { body }) }, {}, new Map())

/** Whatever a case would send, records that the run did not create stay as they are. */
export async function guard(t: Test): Promise<void> {
  const rows = [
    {
      api: 'atrium',
      list: '/users',
      id: 'USR-1',
      users: { users: [{ guid: 'USR-1' }, { guid: 'USR-2', metadata: PREFIX }] }
    },
    {
      api: 'atms',
      list: '/api/Users',
      id: 'Ada L',
      users: [{ Username: 'Ada L' }, { Username: 'USR-2', DisplayName: PREFIX }]
    }
  ]
  for (const { api, list, id, users } of rows) {
    const sent: string[] = []
    const service: Service = {
      name: 'x',
      credentials: {},
      hide: (text) => text,
      close() {},
      async send({ method, path }): Promise<ReceivedResponse> {
        sent.push(`${method} ${path}`)
        return { status: 200, headers: {}, body: JSON.stringify(method === 'GET' ? users : {}) }
      }
    }
    const book = (await allBooks()).find((each) => each.api === api)?.book
    if (book === undefined) throw new Error(`no rules of ${api}`)
    const server = new GuardedServer(service, book, PREFIX, undefined, new AbortController().signal)
    await server.send(requestOf(`GET ${list}`))
    const [encoded, lower] = [encodeURIComponent(id), encodeURIComponent(id.toLowerCase())]
    const everyByte = Buffer.from(id).toString('hex').replace(/../g, '%$&')
    for (const path of [encoded, lower, everyByte, `/${encoded}/`, `${encoded}/disable`]) {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'POST']) {
        const name = `${method} ${list}/${path}`
        await t.rejects(server.send(requestOf(name)), { message: /refused to send/ }, name)
      }
    }
    t.strictSame(sent, [`GET ${list}`], `${api}: nothing was sent`)
    await server.send(requestOf(`DELETE ${list}/USR-2`))
    await server.send(requestOf(`PUT ${list}/USR-3`))
    t.strictSame(server.accepted, [], `${api}: nothing that cannot be found`)
    await server.send(requestOf(`POST ${list}`, { user: {} }))
    await server.send(requestOf('POST /other'))
    t.strictSame(server.accepted, [`POST ${list} {"user":{}}`, 'POST /other'], `${api}: what cannot be found again`)
  }
}
