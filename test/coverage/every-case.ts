import type { Test } from 'tap'
import { runCase } from '../../src/rules/run-case.ts'
import { allBooks } from '../rules/cases.ts'
import { tested } from '../rules/servers.ts'
import { clientOf } from '../support/client.ts'
import { countsIn } from '../support/covered-rules.ts'
import { mockFor } from '../support/mock.ts'

/** What the journal has of an exchange is enough to evaluate every rule. */
export async function everyCase(t: Test): Promise<void> {
  const mock = await mockFor(t, { maxRequests: 3 })
  const expected: string[] = []
  for (const { api, book } of await allBooks()) {
    const credentials = Object.entries(mock.credentials).find(([name]) => name === api)?.[1] ?? {}
    const server = tested('by socket', clientOf(mock.url), credentials, () => true)
    for (const { rules } of book.sections)
      for (const rule of rules)
        for (const [i, testCase] of rule.cases.entries()) {
          if (testCase.needs !== undefined) continue
          await runCase(book, rule, testCase, server, `coverage-${i}`)
          if (i === 0) expected.push(rule.id)
        }
  }
  const coverage = await mock.coverage()
  const counts = countsIn(coverage)
  t.strictSame(
    expected.filter((id) => counts[id] === undefined),
    [],
    'rules whose cases did not count'
  )
  t.strictSame([coverage.meta.missed, coverage.meta.incomplete], [0, undefined], 'nothing is missed')

  const full = await mockFor(t, { atriumUserLimit: 0, fixtures: 'empty' })
  const client = clientOf(full.url, { ...full.credentials.atrium, 'Content-Type': 'application/json' })
  await client('POST /users', { body: '{"user":{"identifier":"one too many"}}' })
  t.ok(countsIn(await full.coverage())['atrium.user.limit-message'], 'a rule that needs a full list')
}
