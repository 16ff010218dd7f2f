import type { Test } from 'tap'
import { controlFor, type Json } from '../support/control.ts'

const CALLS: [method: string, path: string, wasMatched: boolean][] = [
  ['GET', '/users/USR-none', true],
  ['PATCH', '/users', false],
  ['GET', '/nothing', false],
  ['GET', '/users/USR-ca9e493f-5e9f-c89e-962f-5868187b63f9/accounts', false],
  ['POST', '/api/Users/x/disable', false],
  ['PUT', '/api/users/dlee/Enable/', true]
]

/** Requests that no route and no stub matched. */
export async function unmatched(t: Test): Promise<void> {
  t.test(
    'a request counts as matched if its path and verb are emulated, even if the response is an error',
    async (t) => {
      const { send, admin, mock } = await controlFor(t)
      for (const [method, path] of CALLS) await send(method, path)
      await fetch(`${mock.url}/users`)
      const { requests } = (await admin('GET', 'requests')).json
      const matched = requests.map((event: Json) => event.wasMatched).reverse()
      for (const [i, [method, path, wasMatched]] of CALLS.entries())
        t.equal(matched[i], wasMatched, `${method} ${path}`)
      t.equal(matched.at(-1), true, 'a request without credentials')
      t.equal(requests.at(-2).subEvents[0].type, 'REQUEST_NOT_MATCHED', 'an unmatched request has an event')
      const list = (await admin('GET', 'requests/unmatched')).json.requests
      const methods = list.map((request: Json) => request.method)
      t.same(methods, ['POST', 'GET', 'GET', 'PATCH'], 'the list of unmatched requests')
      t.equal((await admin('GET', 'requests?unmatched=true')).json.meta.total, 4, 'unmatched=true')
    }
  )

  t.test('the response to an unknown route names the nearest one', async (t) => {
    const { send } = await controlFor(t)
    const wrongVerb = {
      Message: "The requested resource does not support http method 'POST'.",
      MessageDetail: 'PUT /api/Users/{username}/disable exists; this was POST'
    }
    t.match((await send('POST', '/api/Users/x/disable')).json, wrongVerb, 'a wrong verb')
    const detail = 'the nearest route is GET, PUT, DELETE /api/Users/{username}; this was GET /api/Usres/x'
    t.match((await send('GET', '/api/Usres/x')).json, { MessageDetail: detail }, 'a wrong path in the ATMS')
    const message = 'the nearest route is GET, HEAD, POST /users; this was GET /user'
    t.match((await send('GET', '/user')).json.error.message, message, 'a wrong path in Atrium')
  })
}
