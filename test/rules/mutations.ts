import type { Exchange, ReceivedResponse } from '../../src/rules/exchange.ts'

/** How a server that breaks a rule would respond instead. */
export type Mutation = (exchange: Exchange) => Partial<ReceivedResponse>

const status =
  (value: number): Mutation =>
  () => ({ status: value })

/** A body with other text in one place. */
const text =
  (pattern: RegExp, replacement: string): Mutation =>
  ({ response }) => ({ body: response.body?.replace(pattern, replacement) ?? '' })

const header =
  (name: string, value: string): Mutation =>
  ({ response }) => ({ headers: { ...response.headers, [name]: value } })

/** A body in which the elements of a list are in reverse order. */
const reversed: Mutation = (exchange) => {
  const { users, ...rest } = JSON.parse(exchange.response.body ?? '')
  return { body: JSON.stringify({ users: users.toReversed(), ...rest }) }
}

const isSuccess = ({ response }: Exchange): boolean => response.status < 300

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'atrium.routes.create': status(201),
  'atrium.routes.list': text(/^.*$/s, '[]'),
  'atrium.routes.user': text(/"guid":"USR-/, '"guid":"USER-'),
  'atrium.routes.delete': () => ({ status: 200, body: '{}' }),
  'atrium.routes.slashes': status(404),
  'atrium.routes.paths': (exchange) => (isSuccess(exchange) ? { body: '{"user":{"guid":"%55"}}' } : { status: 200 }),
  'atrium.routes.unsupported-method': status(405),
  'atrium.routes.allow': header('allow', 'GET'),
  'atrium.routes.order': ({ response }) => ({ status: response.status === 404 ? 406 : 404 }),
  'atrium.credentials.required': status(200),
  'atrium.credentials.header-names': status(401),
  'atrium.credentials.first': status(404),
  'atrium.negotiation.clients': status(406),
  'atrium.negotiation.no-version': status(200),
  'atrium.negotiation.other-types': status(200),
  'atrium.negotiation.type': header('content-type', 'application/json'),
  'atrium.negotiation.error-type': header('content-type', 'text/plain'),
  'atrium.negotiation.headers': text(/$/, ' '),
  'atrium.negotiation.conditional': ({ response }) => ({ status: response.status === 304 ? 200 : 304 }),
  'atrium.bodies.type': ({ response }) => ({ status: response.status === 200 ? 400 : 415 }),
  'atrium.bodies.parameters': text(/"metadata":"/, '"metadata":"x'),
  'atrium.bodies.size': status(400),
  'atrium.bodies.depth': status(200),
  'atrium.bodies.values': status(200),
  'atrium.bodies.ignored': status(400),
  'atrium.user.fields': text(/"identifier":.*/, '"id":1}}'),
  'atrium.user.guid': text(/USR-/, ''),
  'atrium.user.metadata': text(/"metadata":"\s*./, '"metadata":"'),
  'atrium.user.empty': status(422),
  'atrium.user.partial-update': text(/"is_disabled":false/, '"is_disabled":true'),
  'atrium.user.taken': text(/An object/, 'A record'),
  'atrium.user.taken-type': text(/record_not_unique/, 'conflict'),
  'atrium.user.no-identifier': status(409),
  'atrium.user.is-disabled-text': ({ response }) => ({
    body: response.body?.replace(/"is_disabled":\w+/, '"is_disabled":""') ?? ''
  }),
  'atrium.user.unknown-fields': status(400),
  'atrium.user.wrong-types': text(/"message":"[^"]*"/, '"message":"invalid"'),
  'atrium.user.malformed-guid': status(400),
  'atrium.user.reused-identifier': status(409),
  'atrium.user.limit': status(403),
  'atrium.user.limit-message': text(/for client/, ''),
  'atrium.paging.parameters': text(/"current_page":\d+/, '"current_page":"1"'),
  'atrium.paging.empty-list': text(/"total_pages":1/, '"total_pages":0'),
  'atrium.paging.size': text(/"per_page":\d+/, '"per_page":50'),
  'atrium.paging.invalid-page': ({ response }) => ({ status: response.status === 404 ? 200 : 404 }),
  'atrium.paging.past-last': () => ({ status: 404, body: '{"error":{}}' }),
  'atrium.paging.order': reversed,
  'atrium.disabled.data': status(200),
  'atrium.disabled.status': ({ response }) => ({ status: response.status === 403 ? 200 : 403 }),
  'atrium.errors.body': text(/"type"/, '"kind"'),
  'atrium.errors.message': text(/"message":"[^"]*"/, '"message":""'),
  'atrium.errors.not-emulated': status(404),
  'atrium.clients.go': ({ response }) => ({ status: response.status === 200 ? 400 : 200 }),
  'atrium.clients.node': status(200),
  'atrium.clients.no-body': status(200),
  'atrium.clients.nulls': status(400),
  'atrium.clients.delete': status(400),
  'atrium.clients.port': status(400),
  'atrium.clients.host': status(421)
}
