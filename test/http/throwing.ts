import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Test } from 'tap'
import type { Api } from '../../src/api/define-api.ts'
import { apis } from '../../src/apis/index.ts'
import { assemble } from '../../src/mock/assemble.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { openPorts } from '../../src/server/open-ports.ts'
import { clientOf } from '../support/client.ts'
import { RawConnection } from '../support/raw.ts'
import { FAILURES, type Failure, type Served } from './failures.ts'

const LINES = ['Host: x', 'MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id', 'token: test-token']

type Done = (error?: Error) => void
const fail = (): never => {
  throw new Error('thrown by the test')
}

/** How a hook fails, by the value of the header `fails`. */
const WAYS: Readonly<Record<string, (done: Done) => void>> = {
  throws: fail,
  calls: (done) => done(new Error('passed on by the test')),
  'calls later': (done) => void setImmediate(done, new Error('passed on by the test'))
}
const HOOKS = ['onRequest', 'preValidation', 'preHandler', 'onResponse'] as const
const PAYLOAD_HOOKS = ['preParsing', 'preSerialization', 'onSend'] as const

/** An API whose hooks fail if a request says so: `fails: onSend rejects`. */
function failingHooks(app: FastifyInstance): void {
  const failIn = (hook: string, { headers }: FastifyRequest, done: Done): void => {
    const [name, ...way] = String(headers['fails']).split(' ')
    const how = name === hook ? WAYS[way.join(' ')] : undefined
    if (how === undefined) done()
    else how(done)
  }
  const rejectIn = async (hook: string, { headers }: FastifyRequest): Promise<void> => {
    if (headers['fails'] === `${hook} rejects`) fail()
  }
  for (const hook of HOOKS) {
    app.addHook(hook as 'onRequest', (request, _reply, done) => failIn(hook, request, done))
    app.addHook(hook as 'onRequest', (request) => rejectIn(hook, request))
  }
  for (const hook of PAYLOAD_HOOKS) {
    app.addHook(hook as 'onSend', (request, _reply, _payload, done) => failIn(hook, request, done))
    app.addHook(hook as 'onSend', (request) => rejectIn(hook, request))
  }
  app.addHook('onError', (request) => rejectIn('onError', request))
}

/** Handlers of a plugin, by the way in which they fail. */
const HANDLERS: Readonly<Record<string, (reply: FastifyReply) => unknown>> = {
  throws: fail,
  rejects: async () => fail(),
  'throws undefined': () => {
    throw undefined
  },
  'sends and throws': (reply) => {
    reply.send('sent')
    fail()
  },
  'begins and throws': (reply) => {
    reply.raw.writeHead(200).flushHeaders()
    fail()
  },
  'sends a broken stream': () => Readable.from(brokenBody()),
  'sets a trailer': (reply) => reply.header('trailer', 'x').send('x'),
  'sets an invalid name': (reply) => reply.header('a b', 'x').send('x'),
  'sets an invalid value': (reply) => reply.header('a', 'x\n').send('x'),
  'sends a value that cannot be serialized': () => ({ n: 1n }),
  'sends a wrong type': (reply) => reply.header('content-type', 'text/plain').send({})
}

async function* brokenBody(): AsyncGenerator<string> {
  yield 'begin'
  fail()
}

async function served(t: Test): Promise<Served> {
  const broken = { renders: false, routes: false }
  const failing = apis.map(
    (api): Api => ({
      ...api,
      canonicalPath: (segments) => (broken.routes ? fail() : api.canonicalPath(segments)),
      async plugin(app, options) {
        failingHooks(app)
        // Every renderer of errors sets the status.
        app.addHook('onError', async (_request, reply) => {
          if (broken.renders) reply.code = fail
        })
        await api.plugin(app, options)
      }
    })
  )
  const failures: Error[] = []
  const events = { failure: (error: Error) => void failures.push(error) }
  const { server, sandboxes, close } = await assemble(libraryOptions({}, apis), failing, events)
  for (const [how, handler] of Object.entries(HANDLERS)) {
    server.get(`/broken/${how.replaceAll(' ', '-')}`, (_request, reply) => handler(reply))
  }
  await server.ready()
  const { listeners, url } = await openPorts(server, { host: '127.0.0.1', port: 0, certificate: undefined })
  t.teardown(async () => {
    await Promise.all(listeners.map((listener) => listener.close()))
    await close()
  })
  return { url, sandbox: sandboxes.default, broken, failures }
}

/** Sends a request. @returns the status, `closed` if there was no response, or `nothing` after a second */
async function outcome(t: Test, { url }: Served, { call, headers = [], body = '', isCut = false }: Failure) {
  const connection = await RawConnection.open(t, url)
  const length = body === '' ? [] : [`Content-Length: ${body.length}`, 'Content-Type: application/json']
  const sent = connection.send([`${call} HTTP/1.1`, ...LINES, ...headers, ...length], body)
  const received = isCut ? connection.closed().then(() => 'closed') : sent.then(({ status }) => status)
  const result = await Promise.race([received.catch(() => 'closed'), sleep(1000, 'nothing', { ref: false })])
  connection.socket.destroy()
  return result
}

async function control({ url }: Served, method: string, path: string, body?: object): Promise<number> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const { status } = await clientOf(url)(`${method} /__admin/${path}`, sent)
  return status
}

/** Unexpected errors. An uncaught exception would end this process, too. */
export async function throwing(t: Test): Promise<void> {
  const mock = await served(t)
  const hooks = [...HOOKS, ...PAYLOAD_HOOKS].flatMap((hook) =>
    [...Object.keys(WAYS), 'rejects'].map((way) => `${hook} ${way}`)
  )
  const rows: Failure[] = [
    ...[...hooks, 'onError rejects'].flatMap((fails) =>
      ['GET /users', 'POST /users', 'POST /api/Users'].map((call) => {
        const body = call.startsWith('POST') ? '{}' : ''
        return { what: `${call}: ${fails}`, call, headers: [`fails: ${fails}`], body }
      })
    ),
    ...Object.keys(HANDLERS).map((how) => ({
      what: `a handler that ${how}`,
      call: `GET /broken/${how.replaceAll(' ', '-')}`
    })),
    ...FAILURES
  ]
  const ways: Readonly<Record<string, object[]>> = {
    directly: [],
    'after a delay': [
      { request: { urlPattern: '.*' }, response: { transformers: ['emulate'], fixedDelayMilliseconds: 1 } }
    ]
  }
  for (const [way, stubs] of Object.entries(ways)) {
    await t.test(`each error ends in a response or a closed connection, ${way}`, async (t) => {
      for (const row of rows) {
        await control(mock, 'DELETE', 'mappings')
        for (const stub of row.stub === undefined ? stubs : [row.stub]) {
          t.equal(await control(mock, 'POST', 'mappings', stub), 201, `${row.what}: the stub`)
        }
        const repair = row.damage?.(mock)
        const result = await outcome(t, mock, row)
        repair?.()
        t.not(result, 'nothing', `${row.what}: ${result}`)
        if (row.isCut) t.equal(result, 'closed', `${row.what}: the connection is closed`)
        t.equal(await control(mock, 'GET', 'health'), 200, `${row.what}: other requests are served`)
      }
    })
  }
  t.ok(mock.failures.length > 0, 'the errors are reported to the operator')
}
