import { writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Test } from 'tap'
import { packageRoot } from '../../../src/common/version.ts'
import { until } from '../chaos/scene.ts'
import { type Client, clientOf } from '../client.ts'
import { type LoadRequest, load } from '../load.ts'
import { program } from '../program.ts'
import { temporaryFolder } from '../temporary.ts'

/** What a server uses, in bytes by name, and how many things it has. */
export type Usage = Readonly<Record<string, number>>

export interface SoakedServer {
  readonly client: Client
  /** Sends requests on 16 connections for some seconds. @returns the number of responses, all 2xx */
  load(requests: readonly LoadRequest[], seconds: number): Promise<number>
  /** What it uses after a garbage collection. */
  usage(): Promise<Usage>
}

const REPORTER = pathToFileURL(join(packageRoot, 'test', 'support', 'soak', 'report-memory.mjs')).href
const HEADERS = {
  'mx-api-key': 'test-api-key',
  'mx-client-id': 'test-client-id',
  token: 'test-token',
  'content-type': 'application/json'
}

/** Stubs that a reset restores. The second one counts its uses, which the log and the history record. */
const STUBS = [
  { request: { urlPath: '/stubbed' }, response: { jsonBody: { a: 1 }, headers: { 'X-A': '1' } } },
  { request: { urlPath: '/counted' }, response: { status: 200 }, metadata: { mock: { times: 1_000_000_000 } } },
  {
    request: {
      urlPath: '/users',
      bodyPatterns: [{ matchesJsonPath: '$.user' }],
      headers: { token: { contains: 't' } }
    },
    response: { transformers: ['emulate'], headers: { 'X-A': '1' } }
  }
]

/** Starts the program with a data directory and stub files. It drops sandboxes that were idle for five seconds: on a busy machine, one in use may wait for one. */
export async function soakedServer(t: Test): Promise<SoakedServer> {
  const [dataDir, stubs] = [await temporaryFolder(t), await temporaryFolder(t)]
  await writeFile(join(stubs, 'all.json'), JSON.stringify({ mappings: STUBS }))
  const words = ['--port', '0', '--json', '--data-dir', dataDir, '--stubs', stubs, '--sandbox-ttl', '5']
  const env = { NODE_OPTIONS: `--import=${REPORTER}` }
  const running = (await program(t)).start(words, undefined, undefined, env)
  const url = await running.ready
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  t.teardown(() => agent.destroy())
  const client = clientOf(url, HEADERS, agent)
  let reports = 0
  return {
    client,
    load: (requests, seconds) => load(Number(new URL(url).port), requests, seconds),
    async usage() {
      const lines = () => running.output.err.split('\n').filter((line) => line.startsWith('{"memory":'))
      running.process.kill('SIGUSR2')
      reports++
      await until(
        () => lines().length === reports && running.output.err.endsWith('\n'),
        'the server reports its memory'
      )
      return JSON.parse(lines().at(-1) ?? '').memory
    }
  }
}
