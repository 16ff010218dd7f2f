import type { Test } from 'tap'
import { evaluate } from '../../src/rules/evaluate.ts'
import { Exchange } from '../../src/rules/exchange.ts'
import { type RuleBook, rulesIn } from '../../src/rules/rule.ts'
import type { Client, ClientRequest, ClientResponse } from './client.ts'

/**
 * Wraps clients so that the test fails if a response breaks a rule. Each exchange is evaluated alone, because tests reset their mock.
 * Call this before starting the mock, so that it is closed first.
 */
export function watchRules(t: Test, book: RuleBook) {
  const broken: string[] = []
  t.teardown(() => {
    if (broken.length > 0) throw new Error(`responses break rules:\n${broken.join('\n')}`)
  })
  return (client: Client, credentials: Readonly<Record<string, string>>): Client =>
    async (call, request = {}) => {
      const response = await client(call, request)
      // Rules are about texts.
      if (Buffer.isBuffer(request.body)) return response
      const exchange = exchangeOf(call, { ...request, sends: { ...credentials, ...request.sends } }, response)
      // The same for all rules, so that a long body is read only once.
      const before = book.observations()
      for (const rule of rulesIn(book)) {
        const verdict = evaluate(rule, exchange, before)
        if (verdict?.outcome === 'broken') broken.push(`${call}: ${rule.id}: ${verdict.differences.join('; ')}`)
      }
      return response
    }
}

function exchangeOf(call: string, { sends = {}, body }: ClientRequest, response: ClientResponse): Exchange {
  const [method = '', target = ''] = call.split(' ')
  const [path = '', ...query] = target.split('?')
  const headers = Object.entries(sends).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, value] as const)
  )
  return new Exchange(
    { method, path, query: query.join('?'), headers, body: String(body ?? '') },
    {
      status: response.status,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      body: response.text
    }
  )
}
