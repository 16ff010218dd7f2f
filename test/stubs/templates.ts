import type { Test } from 'tap'
import { controlFor, exchange } from '../support/control.ts'
import { FAILING } from './templates/failing.ts'
import { INVALID } from './templates/invalid.ts'
import { BODY, PARAMETERS, RENDERED } from './templates/rendered.ts'
import { RENDERED_DIFFERENTLY } from './templates/rendered-differently.ts'

/** Responses rendered from templates. */
export async function templates(t: Test): Promise<void> {
  t.test('templates are rendered like in WireMock', async (t) => {
    const { send, stub } = await controlFor(t)
    const separator = '¦'
    const rows = [...RENDERED, ...RENDERED_DIFFERENTLY]
    const body = rows.map(([template]) => template).join(separator)
    const response = { body, transformers: ['response-template'], transformerParameters: PARAMETERS }
    await stub({ request: { urlPathPattern: '/one.*' }, response })
    const headers = { 'X-One': 'h', cookie: 'c=v' }
    const { text } = await send('POST', '/one/two%20x/three?a=1&b=x%20y&b=2&e=', { headers, body: BODY })
    const parts = text.split(separator)
    for (const [i, [template, expected]] of rows.entries()) t.equal(parts[i], expected, template)
    for (const body of ['no template: {{', '}} {{']) {
      await stub({ request: { url: '/x' }, response: { ...response, body } })
      t.equal((await send('GET', '/x')).text, body, body)
    }
  })

  t.test('a template that cannot be rendered gets a 500 with the reason, which is also in the journal', async (t) => {
    const { admin, mock, send } = await controlFor(t)
    const id = '21111111-1111-4111-8111-111111111111'
    for (const [body, message] of FAILING) {
      await mock.stub({
        id,
        name: 'n',
        request: { url: '/x' },
        response: { body, transformers: ['response-template'] }
      })
      const { text } = await send('GET', '/x')
      t.match(text, message, body.slice(0, 80))
    }
    const [{ response, subEvents }] = (await admin('GET', 'requests?limit=1')).json.requests
    t.equal(response.status, 500, 'the status')
    t.match(JSON.stringify(subEvents), /the template of the stub 'n' cannot be rendered/, 'the journal')
  })

  t.test('an invalid template gets a 422 with its pointer and position', async (t) => {
    const { admin } = await controlFor(t)
    for (const [response, pointer, detail] of INVALID) {
      const { status, json } = await admin('POST', 'mappings', {
        response: { transformers: ['response-template'], ...response }
      })
      t.equal(status, 422, pointer)
      t.match(json.errors[0], { source: { pointer }, detail }, detail.source)
    }
  })

  t.test('headers and JSON bodies are rendered, and bytes and stubs without the transformer are not', async (t) => {
    const { send, stub } = await controlFor(t)
    const transformers = ['response-template']
    const headers = { 'X-A': '{{request.query.a}}', 'X-List': ['{{request.method}}', 'b'] }
    await stub({
      request: { urlPath: '/json' },
      response: { status: 201, headers, jsonBody: { n: 1, m: '{{request.method}}' }, transformers }
    })
    const { status, json, headers: sent } = await send('GET', '/json?a=1%0d%0a%e2%82%ac%e9')
    t.same([status, json], [201, { n: 1, m: 'GET' }], 'the JSON body')
    t.same(
      [sent.get('x-a'), sent.get('x-list')],
      ['1  ?\ufffd'.replace('\ufffd', '?'), 'GET, b'],
      'a header contains only characters that can be sent'
    )
    const bytes = Buffer.from('{{request.method}}').toString('base64')
    await stub({ request: { url: '/bytes' }, response: { base64Body: bytes, transformers } })
    await stub({ request: { url: '/plain' }, response: { body: '{{request.method}}' } })
    for (const path of ['/bytes', '/plain']) t.equal((await send('GET', path)).text, '{{request.method}}', path)
  })

  t.test('a template reads the path parameters, and the request of its sandbox', async (t) => {
    const { admin, mock, stub } = await controlFor(t)
    const body =
      '{{request.path.id}} {{request.pathParameters.id}} {{request.url}} {{request.baseUrl}} {{request.host}} {{request.port}} {{request.id}}'
    const template = {
      request: { urlPathTemplate: '/a/{id}' },
      response: { body, transformers: ['response-template'] }
    }
    await stub(template)
    const [one, two, ...rest] = (await (await fetch(`${mock.url}/a/x%20y`)).text()).split(' ')
    t.same([one, two], ['x%20y', 'x%20y'], 'parameters as sent')
    t.same(rest.slice(0, 4), ['/a/x%20y', mock.url, '127.0.0.1', String(mock.port)], 'the address')
    const [{ id }] = (await admin('GET', 'requests')).json.requests
    t.equal(rest[4], id, 'the id of the journal')
    await stub({
      request: { method: 'PUT' },
      response: { body: '[{{request.path}} {{request.host}}]', transformers: ['response-template'] }
    })
    const { text } = await exchange(mock, 'PUT /%zz HTTP/1.0\r\n\r\n')
    t.match(text, '[/%zz localhost]', 'a path that cannot be decoded, without a Host')
  })

  t.test('random values repeat after a reset', async (t) => {
    const { mock, send, stub } = await controlFor(t)
    const body =
      "{{randomValue length=33 type='ALPHANUMERIC'}} {{randomValue type='UUID' uppercase=true}} {{randomValue type='HEXADECIMAL' length=4}} {{randomInt lower=5 upper=9}} {{randomDecimal lower=-1.5 upper=-0.5}} {{pickRandom 'a' 'b'}} {{pickRandom (array 1 2)}} {{pickRandom 'c'}} {{randomInt}} {{randomDecimal}} {{randomValue}} {{now}} {{date}}"
    const values = async () => {
      await stub({ request: { url: '/x' }, response: { body, transformers: ['response-template'] } })
      return [(await send('GET', '/x')).text, (await send('GET', '/x')).text]
    }
    const [first = '', second = ''] = await values()
    t.match(
      first,
      /^[a-z0-9]{33} [0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12} [0-9a-f]{4} [5-8] -[01]\.\d+ [ab] [12] c -?\d+ \S+ [a-z0-9]{36} \d{4}-\d\d-\d\dT\S+Z \d{4}\S+Z$/,
      'the values'
    )
    t.not(first, second, 'they differ from request to request')
    await mock.reset()
    const withoutDates = (text: string) => text.split(' ').slice(0, -2)
    t.same((await values()).map(withoutDates), [first, second].map(withoutDates), 'and repeat after a reset')
  })

  t.test('expressions that differ from request to request do not stay in memory', async (t) => {
    const { send, stub } = await controlFor(t)
    const body = '{{matches request.query.a request.query.a}}'
    await stub({ request: { urlPath: '/x' }, response: { body, transformers: ['response-template'] } })
    for (let i = 0; i < 25; i++) t.equal((await send('GET', `/x?a=b${i}`)).text, 'true', `expression ${i}`)
  })
}
