import { LENIENT_JSON } from '../../support/lenient-json.ts'
import { admin, get, ID, named, post, type Row, row, stub, UNKNOWN, x } from './row.ts'

export const journal: Row[] = [
  ...LENIENT_JSON.map(([text]) =>
    row(`the pattern ${text}`, post('x', 'it\'s "1" // \\'), admin('POST', 'requests/count', text))
  ),
  row('the journal is empty', admin('GET', 'requests'), admin('GET', 'requests/unmatched')),
  row(
    'a stubbed request',
    stub({ request: x, response: { status: 201, body: 'b', headers: { 'X-A': '1' } } }),
    get('x?a=1'),
    get('x'),
    admin('GET', 'requests?limit=1')
  ),
  row(
    'an unmatched request',
    get('nowhere?b=1&b=2', { 'x-one': '1', cookie: 'c=1; d=2' }),
    admin('GET', 'requests'),
    admin('GET', 'requests?unmatched=true'),
    admin('GET', 'requests/unmatched')
  ),
  row('a body', post('nowhere', 'hé'), admin('POST', 'requests/find', { bodyPatterns: [{ equalTo: 'hé' }] })),
  row(
    'a form',
    post('nowhere', 'a=1&a=2&b', { 'content-type': 'application/x-www-form-urlencoded' }),
    admin('POST', 'requests/find', {})
  ),
  row('limit 0', get('nowhere'), admin('GET', 'requests?limit=0')),
  row('since the future', get('nowhere'), admin('GET', 'requests?since=2999-01-01T00:00:00Z')),
  row('since the past', get('nowhere'), admin('GET', 'requests?since=2000-01-01T00:00:00Z')),
  row('since a time with a plus that is not encoded', admin('GET', 'requests?since=2000-01-01T00:00:00+01:00')),
  row('since an invalid date', admin('GET', 'requests?since=x')),
  row('a negative limit', admin('GET', 'requests?limit=-1')),
  row('requests of a stub', stub({ ...named }), get('x'), get('nowhere'), admin('GET', `requests?matchingStub=${ID}`)),
  row(
    'requests of a stub that is no UUID',
    admin('GET', 'requests?matchingStub=x'),
    admin('GET', 'requests?matchingStub=')
  ),
  row('requests of an unknown stub', get('nowhere'), admin('GET', `requests?matchingStub=${UNKNOWN}`)),
  row('an invalid id', admin('GET', 'requests/x'), admin('DELETE', 'requests/x')),
  row('an unknown id', admin('GET', `requests/${UNKNOWN}`)),
  row('removing an unknown id', admin('DELETE', `requests/${UNKNOWN}`)),
  row(
    'count',
    get('nowhere'),
    get('nowhere'),
    get('other'),
    admin('POST', 'requests/count', { url: '/nowhere' }),
    admin('POST', 'requests/count', {}),
    admin('POST', 'requests/count', { method: 'POST' })
  ),
  row(
    'remove by pattern',
    get('nowhere'),
    get('other'),
    admin('POST', 'requests/remove', { url: '/nowhere' }),
    admin('POST', 'requests/count', {})
  ),
  row('remove by pattern without a match', admin('POST', 'requests/remove', { url: '/nowhere' })),
  row('remove all', get('nowhere'), admin('DELETE', 'requests'), admin('POST', 'requests/count', {})),
  row(
    'find, the oldest first',
    get('nowhere?1'),
    get('nowhere?2'),
    admin('POST', 'requests/find', {}),
    admin('GET', 'requests/unmatched')
  ),
  row(
    'remove by metadata',
    stub({ ...named }),
    get('x'),
    get('nowhere'),
    admin('POST', 'requests/remove-by-metadata', { matchesJsonPath: '$.nope' }),
    admin('POST', 'requests/remove-by-metadata', { matchesJsonPath: '$.a' }),
    admin('POST', 'requests/count', {}),
    admin('POST', 'requests/remove-by-metadata', { nope: 1 })
  ),
  row(
    'a body that is not JSON',
    stub({ request: { ...x, bodyPatterns: [{ equalToJson: '{}' }] } }),
    post('x', '{bad'),
    admin('GET', 'requests')
  ),
  row('count without a body', admin('POST', 'requests/count', '')),
  row('count with malformed JSON', admin('POST', 'requests/count', '{')),
  row('count with a list', admin('POST', 'requests/count', '[]')),
  row('count with a misspelled member', admin('POST', 'requests/count', { metod: 'GET' })),
  row('count with a wrong type', admin('POST', 'requests/count', { headers: { a: { equalTo: 1 } } })),
  row('find with an invalid expression', admin('POST', 'requests/find', { urlPattern: '(' })),
  row('near misses of no request', admin('GET', 'requests/unmatched/near-misses')),
  row('near misses', stub({ ...named }), get('y'), admin('GET', 'requests/unmatched/near-misses')),
  row(
    'near misses, nearest first',
    stub({ request: { url: '/aaaa' } }),
    stub({ request: { url: '/abbb' } }),
    stub({ request: { url: '/aabb' } }),
    get('aaab'),
    admin('GET', 'requests/unmatched/near-misses')
  ),
  row(
    'near misses of a request',
    stub({ ...named }),
    admin('POST', 'near-misses/request', { url: '/y', absoluteUrl: 'http://localhost/y', method: 'GET' })
  ),
  row('near misses of a pattern', get('y'), admin('POST', 'near-misses/request-pattern', { method: 'GET', url: '/z' })),
  row('near misses of an invalid pattern', admin('POST', 'near-misses/request-pattern', { nope: 1 }))
]
