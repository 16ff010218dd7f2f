import { Agent } from 'node:http'
import type { Test } from 'tap'
import { type MockOptions, startMock } from '../../src/index.ts'
import { buildRequest, UnknownValue } from '../../src/rules/build-request.ts'
import { Exchange } from '../../src/rules/exchange.ts'
import type { Case, Step } from '../../src/rules/rule.ts'
import type { Server } from '../../src/rules/run-case.ts'
import { differentNeeds, optionsOf } from '../rules/cases.ts'
import { tested } from '../rules/servers.ts'
import { clientOf } from '../support/client.ts'

/** Sends the requests of cases, each to a mock that is as the case needs it. */
export async function play(
  t: Test,
  api: string,
  cases: readonly Case[],
  behavior: Readonly<Record<string, string>>
): Promise<Exchange[][]> {
  const played: Exchange[][] = []
  for (const needs of differentNeeds(cases.map(({ needs }) => needs))) {
    const server = await serverFor(t, api, { ...needs?.options, behavior })
    for (const [i, testCase] of cases.entries()) {
      if (JSON.stringify(optionsOf(testCase.needs)) !== JSON.stringify(optionsOf(needs))) continue
      played.push(await exchangesOf(testCase, server, `behavior-${i}`))
    }
  }
  return played
}

/** Its responses are not compared with the published documents, which describe the contract. */
async function serverFor(t: Test, api: string, options: MockOptions): Promise<Server> {
  const mock = await startMock(options)
  const agent = new Agent({ keepAlive: true })
  t.teardown(async () => {
    agent.destroy()
    await mock.close()
  })
  const credentials = Object.entries(mock.credentials).find(([name]) => name === api)?.[1] ?? {}
  return tested('by socket', clientOf(mock.url, {}, agent), credentials, () => true)
}

/** A case goes on even if a response is not as the contract expects, unless a later request needs something from it. */
async function exchangesOf({ given = [], steps }: Case, server: Server, unique: string): Promise<Exchange[]> {
  const values = new Map([...Object.entries(server.credentials).map(textEntry), ['unique', unique] as const])
  const exchanges: Exchange[] = []
  for (const step of [...given, ...steps]) {
    try {
      const request = buildRequest(step, server.credentials, values)
      const exchange = new Exchange(request, await server.send(request))
      exchanges.push(exchange)
      for (const [name, value] of captured(step, exchange)) values.set(name, value)
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error
    }
  }
  return exchanges
}

const textEntry = ([name, value]: [string, string | undefined]) => [name, String(value)] as const

const captured = ({ capture = {} }: Step, exchange: Exchange): [name: string, value: string][] =>
  Object.entries(capture).flatMap(([name, place]) => {
    const value = place.startsWith('/') ? exchange.at(place) : exchange.response.headers[place]
    return value === undefined ? [] : [[name, String(value)]]
  })
