import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { packageRoot } from '../../src/common/version.ts'

const HEADERS = 'MX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\ntoken: test-token\r\n'

export interface LoadRequest {
  readonly method: string
  readonly path: string
  /** `{n}` is replaced by a unique number. */
  readonly body?: string
}

/** Sends requests on 16 connections from a separate process. @returns the number of responses, all 2xx */
export async function load(port: number, requests: readonly LoadRequest[], seconds: number): Promise<number> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const loader = fork(join(packageRoot, 'bench', 'load.mjs'), { env, execArgv: [] })
  loader.send({
    port,
    seconds,
    connections: 16,
    requests: requests.map((request) => ({ ...request, headers: HEADERS }))
  })
  const [{ count, failed }] = await once(loader, 'message')
  loader.kill()
  if (failed > 0) throw new Error(`${failed} requests failed`)
  return count
}
