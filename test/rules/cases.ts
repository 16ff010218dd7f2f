import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import type { Headers } from '../../src/rules/build-request.ts'
import type { Exchange } from '../../src/rules/exchange.ts'
import { type Case, type Needs, type Rule, type RuleBook, rulesIn } from '../../src/rules/rule.ts'
import { runCase } from '../../src/rules/run-case.ts'
import { serversFor, type TestedServer } from './servers.ts'

/** A case that was run by socket, with its exchanges. */
export interface CaseRun {
  readonly api: string
  readonly book: RuleBook
  readonly rule: Rule
  readonly testCase: Case
  readonly exchanges: readonly Exchange[]
  readonly credentials: Headers
  readonly unique: string
}

/** The rules of every API that has some. */
export async function allBooks(): Promise<{ readonly api: string; readonly book: RuleBook }[]> {
  const books = await Promise.all(apis.map(async (api) => ({ api: api.name, book: await api.rules?.() })))
  return books.flatMap(({ api, book }) => (book === undefined ? [] : [{ api, book }]))
}

/** Runs every case by socket and by inject, and checks that it is kept and leaves nothing behind. */
export async function runCases(t: Test): Promise<CaseRun[]> {
  const runs: CaseRun[] = []
  for (const { api, book } of await allBooks()) {
    const cases = rulesIn(book).flatMap((rule) => rule.cases.map((testCase) => ({ api, book, rule, testCase })))
    for (const needs of differentNeeds(cases.map(({ testCase }) => testCase.needs))) {
      const group = cases.filter(({ testCase }) => textOf(testCase.needs) === textOf(needs))
      const [bySocket, byInject] = await serversFor(t, api, needs)
      runs.push(...(await runGroup(t, group, bySocket)))
      await runGroup(t, group, byInject)
    }
  }
  return runs
}

/** The options of a mock that a case needs. */
export const optionsOf = (needs: Needs | undefined): object => needs?.options ?? {}

const textOf = (needs: Needs | undefined): string => JSON.stringify(optionsOf(needs))

export const differentNeeds = (all: readonly (Needs | undefined)[]): (Needs | undefined)[] =>
  all.filter((needs, i) => all.findIndex((other) => textOf(other) === textOf(needs)) === i)

async function runGroup(
  t: Test,
  group: readonly Omit<CaseRun, 'exchanges' | 'credentials' | 'unique'>[],
  server: TestedServer
): Promise<CaseRun[]> {
  const before = await server.state()
  const runs: CaseRun[] = []
  for (const [i, planned] of group.entries()) {
    const { book, rule, testCase } = planned
    if (!testCase.steps.every(({ request }) => server.canSend(request))) continue
    const unique = `rule-test-${i}`
    const { outcome, details, leftovers, exchanges } = await runCase(book, rule, testCase, server, unique)
    t.strictSame([outcome, details, leftovers], ['kept', [], []], `${rule.id}: ${testCase.name} ${server.how}`)
    runs.push({ ...planned, exchanges, credentials: server.credentials, unique })
  }
  t.equal(
    withoutCounters(await server.state()),
    withoutCounters(before),
    `the cases ${server.how} leave nothing behind`
  )
  return runs
}

/** A state without the number of guids that were assigned and its revision. */
const withoutCounters = (state: string): string => state.replace(/"\$mock":.*/s, '')
