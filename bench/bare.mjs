// The reference: bare Fastify with the same routes, the same JSON and response schemas, over an in-memory Map and an array, without
// credentials, ETag, journal or disk.
import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'

const [, , fixture] = process.argv
const text = { type: 'string' }
const nullable = { type: ['string', 'null'] }
const count = { type: 'integer' }
const object = (properties) => ({ type: 'object', properties })
const user = object({ guid: text, is_disabled: { type: 'boolean' }, metadata: nullable, identifier: nullable })
const one = object({ user })
const many = object({
  users: { type: 'array', items: user },
  pagination: object({ current_page: count, per_page: count, total_entries: count, total_pages: count })
})
const input = object({ user: object({ identifier: nullable, is_disabled: { type: 'boolean' }, metadata: nullable }) })

const users = JSON.parse(readFileSync(fixture, 'utf8')).atrium.users
const byGuid = new Map(users.map((each) => [each.guid, each]))
const app = fastify()

app.get('/users/:user_guid', { schema: { response: { 200: one } } }, async (request, reply) => {
  const found = byGuid.get(request.params.user_guid)
  if (found === undefined) return reply.code(404).send({})
  return { user: found }
})

app.get('/users', { schema: { response: { 200: many } } }, async (request) => {
  const page = Number(request.query.page ?? 1)
  const perPage = Number(request.query.records_per_page ?? 25)
  const pages = Math.max(1, Math.ceil(users.length / perPage))
  return {
    users: users.slice((page - 1) * perPage, page * perPage),
    pagination: { current_page: page, per_page: perPage, total_entries: users.length, total_pages: pages }
  }
})

app.post('/users', { schema: { body: input, response: { 200: one } } }, async (request) => {
  const { identifier = null, is_disabled = false, metadata = null } = request.body.user
  const created = { guid: `USR-${users.length}`, is_disabled, metadata, identifier }
  users.push(created)
  byGuid.set(created.guid, created)
  return { user: created }
})

await app.listen({ port: 0, host: '127.0.0.1' })
console.log(JSON.stringify({ event: 'ready', port: app.server.address().port, pid: process.pid }))
