import type { Exchange } from '../../src/rules/exchange.ts'
import { header, isSuccess, type Mutation, status } from '../rules/mutate.ts'
import { MUTATIONS } from '../rules/mutations.ts'

/** Other wrong responses than those of the rules' own tests, which would break related rules, too. */
const NARROW: Readonly<Record<string, Mutation>> = {
  'atrium.routes.order': only('atrium.routes.order', (exchange) => exchange.header('accept') === 'text/html'),
  'atrium.negotiation.clients': only('atrium.negotiation.clients', ({ request }) =>
    request.headers.some(([, value]) => value.includes('<>'))
  ),
  'atrium.negotiation.headers': header('x-runtime', '1'),
  'atrium.bodies.type': only('atrium.bodies.type', (exchange) => exchange.header('content-type') === 'text/plain'),
  'atrium.user.malformed-guid': ({ request, response }) =>
    request.method === 'GET' && request.path === '/users/USR-1'
      ? { status: 400, body: response.body?.replace('not_found', 'bad_request') }
      : {},
  'atrium.clients.node': only('atrium.clients.node', (exchange) => exchange.header('accept') === 'application/json'),
  'atrium.clients.nulls': only('atrium.clients.nulls', ({ request }) => request.body.includes('"metadata":null')),
  'atrium.disabled.status': status(404),
  'atms.routes.order': only('atms.routes.order', ({ response }) => response.status !== 401),
  'atms.routes.groups': only('atms.routes.groups', ({ request }) => request.method === 'POST'),
  'atms.accounts.disable': only('atms.accounts.disable', ({ request }) => request.body !== ''),
  'atms.accounts.rename': (exchange) => ({ status: isSuccess(exchange) ? 400 : 409 })
}

function only(id: string, isWrong: (exchange: Exchange) => boolean): Mutation {
  return (exchange) => (isWrong(exchange) ? (MUTATIONS[id]?.(exchange) ?? {}) : {})
}

/** A wrong response for one rule that breaks no other, except those that depend on it. */
export const narrowMutation = (id: string): Mutation | undefined => NARROW[id] ?? MUTATIONS[id]
