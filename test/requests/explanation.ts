import type { Test } from 'tap'
import { explain } from '../../src/wiremock/journal/explanation.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import { RequestView } from '../../src/wiremock/journal/request-view.ts'
import { Work } from '../../src/wiremock/matching/work.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { controlFor, type Json } from '../support/control.ts'

const STUB = '21111111-1111-4111-8111-111111111111'

/** Why a request matched a stub or not, and why an API rejected it. */
export async function explanation(t: Test): Promise<void> {
  t.test('every kind of condition is shown with what was expected and sent', async (t) => {
    const { send, admin, stub, explain } = await explained(t)
    const equalTo = (text: string) => ({ equalTo: text })
    const id = await stub({
      name: 'all of it',
      request: {
        scheme: 'http',
        port: 1,
        host: { contains: 'localhost' },
        clientIp: equalTo('192.0.2.1'),
        method: 'POST',
        urlPathTemplate: '/x/{a}/{token}',
        pathParameters: { a: equalTo('1'), other: equalTo('1'), token: equalTo('secret-one') },
        queryParameters: { q: { hasExactly: [equalTo('1'), equalTo('2')] }, none: { absent: true } },
        headers: { 'X-A': { equalTo: 'ONE', caseInsensitive: true }, 'MX-API-Key': equalTo('secret-two') },
        cookies: { c: equalTo('secret-three') },
        basicAuthCredentials: { username: 'secret-four', password: 'p' },
        formParameters: { f: equalTo('2') },
        bodyPatterns: [{ equalToJson: { a: 1 } }, { binaryEqualTo: 'Yg==' }]
      }
    })
    const headers = {
      'x-a': 'one',
      cookie: 'c=secret-five',
      authorization: 'Basic secret-six',
      'content-type': 'application/x-www-form-urlencoded'
    }
    await send('POST', '/x/2/secret-seven?q=1&q=3', { headers, body: 'f=1' })
    const { json, text } = await explain(`?stub=${id}`)
    t.match(json, { stub: { id, name: 'all of it' }, matched: false, served: false })
    const one = (field: string) => json.fields.find((each: Json) => each.field === field)
    const expected: [string, object][] = [
      ['method', { expected: 'POST', actual: 'POST', matched: true }],
      ['url', { operator: 'urlPathTemplate', actual: '/x/2/secret-seven', matched: true }],
      ['scheme', { expected: 'http', actual: 'http', matched: true }],
      ['port', { expected: 1, matched: false }],
      ['host', { operator: 'contains', matched: false }],
      ['clientIp', { operator: 'equalTo', expected: '192.0.2.1', matched: false }],
      ['basicAuthCredentials', { expected: '*****', actual: '*****', matched: false }],
      ['pathParameters.a', { operator: 'equalTo', expected: '1', actual: '2', matched: false }],
      ['pathParameters.other', { actual: null, matched: false }],
      ['pathParameters.token', { expected: '*****', actual: '*****', matched: false }],
      ['queryParameters.q', { operator: 'hasExactly', actual: ['1', '3'], matched: false }],
      ['queryParameters.none', { operator: 'absent', actual: null, matched: true }],
      ['headers.X-A', { expected: 'ONE', options: { caseInsensitive: true }, actual: 'one', matched: true }],
      ['headers.MX-API-Key', { expected: '*****', actual: '*****', matched: false }],
      ['cookies.c', { expected: '*****', actual: '*****', matched: false }],
      ['formParameters.f', { expected: '2', actual: '1', matched: false }],
      ['bodyPatterns[0]', { operator: 'equalToJson', actual: 'f=1', matched: false, note: /not JSON/ }],
      ['bodyPatterns[1]', { operator: 'binaryEqualTo', actual: 'Zj0x', matched: false }]
    ]
    t.strictSame(
      json.fields.map(({ field }: Json) => field),
      expected.map(([field]) => field),
      'the fields'
    )
    for (const [field, parts] of expected) t.match(one(field), parts, field)
    // The path of a URL is shown, as in the journal.
    t.notMatch(text.replaceAll('/x/2/secret-seven', ''), /secret-/, 'no credentials')
    await send('GET', '/y')
    const { fields } = (await explain(`?stub=${id}`)).json
    const missing = fields.filter(({ actual }: Json) => actual === null).map(({ field }: Json) => field)
    t.match(missing, ['basicAuthCredentials', 'pathParameters.other', 'queryParameters.q', 'queryParameters.none'])
    t.match(missing.slice(4), ['headers.X-A', 'cookies.c', 'formParameters.f', 'bodyPatterns[0]'], 'missing parts')
    t.equal((await admin('GET', `requests/${STUB}/explanation`)).status, 404, 'an unknown request')
    t.equal((await admin('GET', 'requests/x/explanation')).status, 400, 'an invalid id')
    t.equal((await explain(`?stub=${STUB}`)).status, 404, 'an unknown stub')
    t.equal((await explain('?stub=x')).status, 400, 'an invalid id of a stub')
    t.equal((await explain('?stubs=x')).status, 400, 'an unknown parameter')
  })

  t.test('the stub that responded comes first, then the nearest', async (t) => {
    const { send, admin, stub, explain } = await explained(t)
    await send('GET', '/a')
    t.match((await explain()).json, { stub: null, fields: [], matched: false, served: false }, 'no stubs')
    const far = await stub({ request: { method: 'PUT', urlPattern: '/quite/other.*' } })
    const near = await stub({ request: { urlPath: '/b' } })
    t.match(
      (await explain()).json,
      {
        stub: { id: near },
        fields: [
          { field: 'method', expected: 'ANY', actual: 'GET', matched: true },
          { field: 'url', operator: 'urlPath', expected: '/b', actual: '/a', matched: false }
        ]
      },
      'the nearest'
    )
    t.match((await explain(`?stub=${far}`)).json, { stub: { id: far }, matched: false }, 'the one that is asked for')
    await send('GET', '/b')
    await admin('DELETE', `mappings/${near}`)
    t.match((await explain()).json, { stub: { id: near }, served: true, matched: true }, 'the one that responded')
    t.match((await explain(`?stub=${near}`)).json, { served: true }, 'although it was deleted')
    t.equal('rejection' in (await explain()).json, false, 'a stub responded')
  })

  t.test('the current state of a scenario and the number of uses are compared', async (t) => {
    const { send, stub, explain } = await explained(t)
    const request = { urlPath: '/s' }
    await stub({
      request,
      scenarioName: 's',
      requiredScenarioState: 'Started',
      newScenarioState: 'two',
      metadata: { mock: { times: 1, after: 0 } }
    })
    await send('GET', '/s')
    t.match((await explain()).json, { served: true, matched: false })
    t.match((await explain()).json.fields.slice(1), [
      { field: 'url', matched: true },
      { field: 'scenario', expected: 'Started', actual: 'two', matched: false, note: /now/ },
      { field: 'after', expected: 0, actual: 1, matched: true },
      { field: 'times', expected: 1, actual: 1, matched: false, note: /now/ }
    ])
  })

  t.test('a rejection is explained with the nearest routes', async (t) => {
    const { send, explain } = await explained(t)
    await send('GET', '/user?token=secret-one')
    const { rejection, request } = (await explain()).json
    t.equal(request.url, '/user?token=*****', 'the URL')
    t.match(rejection, { status: 404, reason: /no such resource/ }, 'no route')
    t.match(rejection.routes[0], {
      path: '/users',
      fields: [
        { field: 'method', expected: ['GET', 'HEAD', 'POST'], actual: 'GET', matched: true },
        { field: 'path', expected: '/users', actual: '/user', matched: false }
      ]
    })
    await send('PATCH', '/api/Users/visitor')
    t.match((await explain()).json.rejection, {
      status: 405,
      routes: [{ path: '/api/Users/{username}', fields: [{ field: 'method', matched: false }, { matched: true }] }]
    })
    await send('GET', '/users', { headers: { 'MX-API-Key': '' } })
    t.match((await explain()).json.rejection, { status: 401, reason: /missing credential: MX-API-Key; the headers/ })
    await send('HEAD', '/users/USR-x')
    t.match((await explain()).json.rejection, { status: 404, reason: /USR-x/ }, 'HEAD')
    await send('POST', '/users', { body: '{}' })
    t.match((await explain()).json.rejection, { status: 400, reason: /.+ .+/ }, 'an invalid body')
    await send('GET', '/users')
    t.equal('rejection' in (await explain()).json, false, 'a success')
  })

  t.test('long and expensive comparisons have a limit', async (t) => {
    const { send, stub, explain } = await explained(t)
    const long = await stub({
      request: {
        method: 'POST',
        headers: { h: { matches: '(a?){200}b' } },
        bodyPatterns: [{ matches: '(a?){400}b' }, { contains: 'a' }]
      }
    })
    await send('POST', '/long', { headers: { h: 'a' }, body: 'a'.repeat(50_000) })
    const { fields } = (await explain()).json
    t.match(fields[1], { field: 'headers.h', actual: 'a', matched: false, note: undefined })
    t.match(fields[2], { field: 'bodyPatterns[0]', matched: false, note: /exceeds the limit/ })
    t.equal(fields[2].actual.length, 2001, 'the body is cut')
    const url = await stub({ request: { urlPattern: '/(a?){600}b' } })
    await send('POST', `/${'a'.repeat(5000)}`, { body: 'a'.repeat(1_100_000) })
    const { json } = await explain(`?stub=${url}`)
    t.match(json.fields[1], { field: 'url', operator: 'urlPattern', matched: false, note: /exceeds the limit/ })
    t.match(json.rejection, { status: 404 }, 'a long address')
    await send('POST', '/users', { body: 'a'.repeat(1_100_000) })
    const large = (await explain(`?stub=${long}`)).json
    t.match(large.rejection, { status: 413, reason: /larger than/ })
    const [note] = large.fields.flatMap(({ field, note }: Json) => (field === 'bodyPatterns[1]' ? [note] : []))
    t.match(note, /complete body/, 'an incomplete body')
  })

  t.test('an error of all comparisons of a call together is none of a field', async (t) => {
    const [mapping] = compileStored([{ id: STUB, request: { bodyPatterns: [{ contains: 'b' }] } }])
    if (mapping === undefined) throw new Error('no mapping')
    const body = 'a'.repeat(10_000)
    const view = new RequestView({ method: 'GET', url: '/', rawHeaders: [], receivedAt: 0, body }, new Work(30))
    const stub = { mapping, order: 1, source: 'api' } as const
    t.throws(() => explain(stub.mapping.pattern, view, new Redaction([])), { message: /^all patterns together/ })
  })
}

/** A mock, and a function that explains its newest request. */
async function explained(t: Test) {
  const control = await controlFor(t)
  const explain = async (query = '') => {
    const { json } = await control.admin('GET', 'requests?limit=1')
    return control.admin('GET', `requests/${json.requests[0].id}/explanation${query}`)
  }
  return { ...control, explain }
}
