import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Test } from 'tap'
import type { Api } from '../../src/api/define-api.ts'
import { apis } from '../../src/apis/index.ts'
import { listen } from '../../src/http/listen.ts'
import { assemble } from '../../src/mock/assemble.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { JSON_TYPE } from '../support/bodies.ts'
import { type Client, clientOf, injectingClient } from '../support/client.ts'
import { assembledFor } from '../support/mock.ts'
import { exchanges } from './plugin-exchanges.ts'

/** How each API renders a rejection by a plugin. */
const REJECTIONS: Readonly<Record<string, RegExp>> = {
  '/users': /^{"error":{"message":"Rate limit exceeded.*","status":"too_many_requests","type":"too_many_requests"}}$/,
  '/api/Users': /^{"Message":"Rate limit exceeded.*"}$/
}

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** A plugin that does not depend on the mock. */
async function reports(app: FastifyInstance): Promise<void> {
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => {
    done(
      null,
      String(body)
        .split('\n')
        .map((line) => line.split(','))
    )
  })
  app.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null))
  app.post('/reports/csv', async ({ body }) => ({ rows: body }))
  app.post('/reports/raw', async ({ raw }, reply) => {
    let bytes = 0
    for await (const chunk of raw) bytes += chunk.length
    return reply.code(202).send({ bytes })
  })
  app.post('/reports/stubbed', async () => 'not called')
  const body = Type.Object({ title: Type.String({ minLength: 3 }), pages: Type.Integer({ default: 1 }) })
  app.post('/reports/json', { schema: { body } }, async ({ body }, reply) => reply.code(201).send(body))
  app.get('/reports/cookie', async ({ cookies }, reply) => reply.setCookie('seen', 'yes').send(cookies))
}

/** Plugins that do not depend on the mock work as in any Fastify server. */
export async function plugins(t: Test): Promise<void> {
  const ways: Record<string, (server: FastifyInstance) => Promise<Client>> = {
    'over a socket': async (server) => {
      await server.ready()
      const listener = await listen(server.routing, '127.0.0.1', 0)
      t.teardown(() => listener.close())
      return clientOf(`http://127.0.0.1:${listener.port}`, CREDENTIALS)
    },
    'through inject': async (server) => injectingClient(server, 'http://127.0.0.1', CREDENTIALS)
  }
  for (const [way, open] of Object.entries(ways)) {
    t.test(`routes, parsers and streams ${way}`, async (t) => {
      const { server } = await assembledFor(t)
      await server.register(cookie)
      await server.register(reports)
      const client = await open(server)
      const mapping = { request: { urlPathPattern: '.*/stubbed' }, response: { status: 418 } }
      const stubbed = await client('POST /__admin/mappings', { sends: JSON_TYPE, body: JSON.stringify(mapping) })
      t.equal(stubbed.status, 201, 'the stub')
      for (const { what, call, status, response, recorded, ...request } of exchanges) {
        const { text, headers, ...received } = await client(call, request)
        t.equal(received.status, status, `${what}: status`)
        if (response !== undefined) t.match(JSON.parse(text), response, `${what}: response`)
        if (call.endsWith('/cookie')) t.match(String(headers['set-cookie']), /^seen=yes/, `${what}: Set-Cookie`)
        const [entry] = JSON.parse((await client('GET /__admin/requests?limit=1')).text).requests
        const [method, url = ''] = call.split(' ')
        const recordedExchange = [entry.request.method, entry.request.url, entry.response.status, entry.request.body]
        t.strictSame(
          recordedExchange,
          [method, url.replace('/sandboxes/default', ''), status, recorded],
          `${what}: the journal`
        )
        const events = entry.subEvents.map(({ type }: { type: string }) => type)
        t.notOk(events.includes('REQUEST_BROKEN_OFF'), `${what}: not recorded as aborted`)
      }
    })

    t.test(`a rate limit of one API responds in its shape ${way}`, async (t) => {
      const limited = apis.map(
        (api): Api => ({
          ...api,
          async plugin(app, options) {
            await app.register(rateLimit, { max: 1, timeWindow: 60_000 })
            await api.plugin(app, options)
          }
        })
      )
      const { server, close } = await assemble(libraryOptions({}, apis), limited)
      t.teardown(close)
      const client = await open(server)
      for (const [path, body] of Object.entries(REJECTIONS)) {
        t.equal((await client(`GET ${path}`)).status, 200, `${path}: within the limit`)
        const rejected = await client(`GET ${path}`)
        t.equal(rejected.status, 429, `${path}: beyond the limit`)
        t.match(rejected.text, body, `${path}: in the shape of its API`)
      }
    })

    t.test(`a rate limit of the server covers the routes of plugins ${way}`, async (t) => {
      const { server } = await assembledFor(t)
      await server.register(rateLimit, { max: 2, timeWindow: 60_000 })
      await server.register(reports)
      await server.register(fp(async (app) => void app.get('/limited', async () => ({}))))
      const client = await open(server)
      const responses = [await client('GET /limited'), await client('GET /limited'), await client('GET /limited')]
      t.strictSame(
        responses.map(({ status, headers }) => [status, headers['x-ratelimit-remaining']]),
        [
          [200, '1'],
          [200, '0'],
          [429, '0']
        ],
        'a route of a plugin is limited'
      )
      const { requests } = JSON.parse((await client('GET /__admin/requests')).text)
      const statuses = requests.map(({ response }: { response: { status: number } }) => response.status)
      t.strictSame(statuses, [429, 200, 200], 'the journal shows the responses of the limit, too')
    })
  }
}
