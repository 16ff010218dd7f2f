import { RECORDED } from '../support/atrium.ts'
import { JSON_TYPE } from '../support/bodies.ts'

const CSV_TYPE = { 'content-type': 'text/csv' }
/** Arrives in many chunks. */
const LONG = 'ä,b\n'.repeat(200_000)

/** A request to a server with the plugins of `plugins.ts`. */
interface Exchange {
  readonly what: string
  readonly call: string
  readonly sends?: Readonly<Record<string, string | undefined>>
  readonly body?: string
  readonly status: number
  /** A part of the JSON body of the response. */
  readonly response?: object
  /** The body in the journal. */
  readonly recorded: string
}

/** Routes of a plugin: it reads the body itself, and the journal does not have it. */
const ofPlugins: readonly Exchange[] = [
  {
    what: 'a JSON body is parsed by Fastify, and Ajv fills in a default',
    call: 'POST /reports/json',
    sends: JSON_TYPE,
    body: '{"title":"all"}',
    status: 201,
    response: { title: 'all', pages: 1 },
    recorded: ''
  },
  {
    what: 'a JSON body that breaks the schema is rejected by Ajv',
    call: 'POST /reports/json',
    sends: JSON_TYPE,
    body: '{"title":"x"}',
    status: 400,
    response: { code: 'FST_ERR_VALIDATION', message: 'body/title must NOT have fewer than 3 characters' },
    recorded: ''
  },
  {
    what: 'invalid JSON is rejected by the parser of Fastify',
    call: 'POST /reports/json',
    sends: JSON_TYPE,
    body: '{"title":',
    status: 400,
    response: { code: 'FST_ERR_CTP_INVALID_JSON_BODY' },
    recorded: ''
  },
  {
    what: 'a media type without a parser',
    call: 'POST /reports/json',
    sends: { 'content-type': 'application/xml' },
    body: '<a/>',
    status: 415,
    response: { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' },
    recorded: ''
  },
  {
    what: 'a body over the limit of the server',
    call: 'POST /reports/csv',
    sends: CSV_TYPE,
    body: LONG.repeat(2),
    status: 413,
    response: { code: 'FST_ERR_CTP_BODY_TOO_LARGE' },
    recorded: ''
  },
  {
    what: 'the content-type parser of a plugin',
    call: 'POST /reports/csv',
    sends: CSV_TYPE,
    body: 'a,b\nc,d',
    status: 200,
    response: {
      rows: [
        ['a', 'b'],
        ['c', 'd']
      ]
    },
    recorded: ''
  },
  {
    what: 'the stream of the request',
    call: 'POST /reports/raw',
    sends: { 'content-type': 'application/octet-stream' },
    body: LONG,
    status: 202,
    response: { bytes: Buffer.byteLength(LONG) },
    recorded: ''
  },
  {
    what: 'the stream of a chunked request',
    call: 'POST /reports/raw',
    sends: { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked', 'content-length': undefined },
    body: 'abc',
    status: 202,
    response: { bytes: 3 },
    recorded: ''
  },
  {
    what: 'cookies',
    call: 'GET /reports/cookie',
    sends: { cookie: 'a=1; b=2' },
    status: 200,
    response: { a: '1', b: '2' },
    recorded: ''
  },
  { what: 'a route of a plugin in a sandbox', call: 'GET /sandboxes/default/reports/cookie', status: 200, recorded: '' }
]

const NEW_USER = '{"user":{"identifier":"plugged"}}'
const ofTheMock: readonly Exchange[] = [
  {
    what: 'Atrium',
    call: 'POST /users',
    sends: JSON_TYPE,
    body: NEW_USER,
    status: 200,
    response: { user: { identifier: 'plugged' } },
    recorded: NEW_USER
  },
  {
    what: 'Atrium, a body that it ignores',
    call: `DELETE /users/${RECORDED.guid}`,
    body: 'gone',
    status: 204,
    recorded: 'gone'
  },
  {
    what: 'the ATMS, a media type that only the plugin knows',
    call: 'POST /api/Users',
    sends: CSV_TYPE,
    body: 'a,b',
    status: 415,
    recorded: 'a,b'
  },
  { what: 'an unknown path', call: 'POST /reports/none', sends: CSV_TYPE, body: 'a,b', status: 404, recorded: 'a,b' },
  {
    what: 'a wrong verb of a plugin, which is an unknown path of Atrium',
    call: 'PUT /reports/csv',
    sends: CSV_TYPE,
    body: 'c,d',
    status: 404,
    recorded: 'c,d'
  },
  { what: 'a stub', call: 'POST /stubbed', sends: CSV_TYPE, body: 'e,f', status: 418, recorded: 'e,f' },
  {
    what: 'a stub for a route of a plugin, which responds without the body',
    call: 'POST /reports/stubbed',
    sends: CSV_TYPE,
    body: LONG,
    status: 418,
    recorded: ''
  }
]

export const exchanges: readonly Exchange[] = [...ofPlugins, ...ofTheMock]
