import { admin, get, type Row, row, stub, x } from './row.ts'

export const responses: Row[] = [
  row(
    'text, status and headers',
    stub({ request: x, response: { status: 201, body: 'text', headers: { 'X-A': '1', 'Content-Type': 'text/css' } } }),
    get('x')
  ),
  row('a JSON body', stub({ request: x, response: { jsonBody: { a: [1, { b: null }] } } }), get('x')),
  row('a binary body', stub({ request: x, response: { base64Body: 'AAECgIE=' } }), get('x')),
  row('no body', stub({ request: x, response: { status: 204 } }), get('x')),
  row(
    'a dribbled body',
    stub({ request: x, response: { body: 'abcdef', chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 30 } } }),
    get('x')
  ),
  row(
    'a delay',
    stub({ request: x, response: { fixedDelayMilliseconds: 20, body: 'a' } }),
    get('x'),
    admin('GET', 'requests')
  ),
  ...['EMPTY_RESPONSE', 'CONNECTION_RESET_BY_PEER', 'MALFORMED_RESPONSE_CHUNK', 'RANDOM_DATA_THEN_CLOSE'].map((fault) =>
    row(fault, stub({ request: x, response: { fault } }), get('x'), admin('POST', 'requests/count', x))
  ),
  row(
    'priorities',
    stub({ priority: 1, request: x, response: { status: 201 } }),
    stub({ request: x, response: { status: 202 } }),
    stub({ priority: 1, request: { urlPattern: '/x' }, response: { status: 203 } }),
    get('x')
  ),
  ...(
    [
      ['a shorter length', { 'Content-Length': '2' }],
      ['a longer length', { 'Content-Length': '200' }],
      ['a chunked body', { 'Transfer-Encoding': 'chunked' }],
      ['Connection: close', { Connection: 'close' }],
      ['Connection: keep-alive', { Connection: 'keep-alive' }],
      ['an upgrade', { Connection: 'Upgrade', Upgrade: 'h2c' }],
      ['Keep-Alive and TE', { 'Keep-Alive': 'timeout=1', TE: 'x' }]
    ] as const
  ).map(([name, headers]) =>
    row(name, stub({ request: x, response: { body: 'hello', headers } }), get('x'), admin('GET', 'requests'))
  ),
  row(
    'a 204 with a length',
    stub({ request: x, response: { status: 204, headers: { 'Content-Length': '5' }, body: 'hello' } }),
    get('x')
  ),
  row('a stub with a name', stub({ name: 'a name', request: x }), get('x'))
]
