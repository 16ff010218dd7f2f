import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Test } from 'tap'
import { type Control, controlFor, type Json } from '../support/control.ts'

const VALUES = ['a', 'b', 'ab', 'A']

const value = fc.constantFrom(...VALUES)
const content = fc.oneof(
  fc.record({ equalTo: value }),
  fc.record({ contains: value }),
  fc.record({ doesNotContain: value }),
  fc.record({ matches: fc.constantFrom('a.*', '(?i)a', '[ab]', '\\Qa\\E') }),
  fc.record({ equalTo: value, caseInsensitive: fc.boolean() })
)
const requestPattern = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'ANY'),
    urlPath: fc.constantFrom('/users', '/api/Users'),
    queryParameters: fc.record({ q: content }),
    headers: fc.record({ 'X-A': content }),
    bodyPatterns: fc.array(content, { maxLength: 2 })
  },
  { requiredKeys: [] }
)

/** The search by pattern, compared with a simple model of it. */
export async function patterns(t: Test): Promise<void> {
  t.test('a search finds the same requests as a simple model', async (t) => {
    const { admin, send, mock } = await controlFor(t)
    await sendAll(send)
    const all = JSON.parse(JSON.stringify(await mock.requests.find({}))).reverse()
    const property = fc.asyncProperty(requestPattern, async (pattern) => {
      const found = (await admin('POST', 'requests/find', pattern)).json.requests
      const expected = all.filter((request: Json) => matchesModel(pattern, request))
      return isDeepStrictEqual(found, expected)
    })
    await t.resolves(fc.assert(property, { numRuns: 75 }), '75 patterns')
  })
}

async function sendAll(send: Control['send']): Promise<void> {
  for (const q of VALUES) {
    for (const header of VALUES) {
      const headers = { 'x-a': header }
      await send('GET', `/users?q=${q}`, { headers })
      await send('POST', `/api/Users?q=${header}`, { headers, body: q })
    }
  }
}

function matchesModel(pattern: Json, request: Json): boolean {
  const { method = 'ANY', urlPath, queryParameters, headers, bodyPatterns = [] } = pattern
  return (
    (method === 'ANY' || method === request.method) &&
    (urlPath === undefined || request.url.startsWith(`${urlPath}?`)) &&
    (queryParameters === undefined || matchesText(queryParameters.q, request.queryParams.q.values[0])) &&
    (headers === undefined || matchesText(headers['X-A'], request.headers['x-a'])) &&
    bodyPatterns.every((operator: Json) => matchesText(operator, request.body === '' ? undefined : request.body))
  )
}

function matchesText(operator: Json, text: string | undefined): boolean {
  const { equalTo, contains, doesNotContain, matches, caseInsensitive } = operator
  if (doesNotContain !== undefined) return !text?.includes(doesNotContain)
  if (text === undefined) return false
  if (contains !== undefined) return text.includes(contains)
  if (matches === '(?i)a') return /^a$/i.test(text)
  if (matches !== undefined) return new RegExp(`^(?:${matches.replace('\\Qa\\E', 'a')})$`).test(text)
  return caseInsensitive ? text.toLowerCase() === equalTo.toLowerCase() : text === equalTo
}
