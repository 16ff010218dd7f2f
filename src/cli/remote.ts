import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { FixtureFileError, fixtureIn } from '../fixtures/fixture-file.ts'
import { requireSetName } from '../fixtures/fixture-set-errors.ts'
import { describeError } from '../mock/describe-error.ts'
import { HealthOptions, LoadOptions, RequestsOptions, ResetOptions, StateOptions } from '../options/options.ts'
import { command } from './command.ts'
import { type Journal, requestTable } from './request-table.ts'
import { send } from './send.ts'

// The commands that speak to a running server.

/** In milliseconds. */
const RETRY_AFTER = 100
/** In milliseconds. */
const ANSWER_WITHIN = 60_000
const HEALTH_WITHIN = 5000

export const health = command({
  words: '',
  count: [0, 0],
  description: 'ask whether a running server is ready: exit code 0 when it is',
  options: HealthOptions,
  async run({ url, wait }, _words, { out }) {
    const until = performance.now() + wait * 1000
    for (;;) {
      try {
        out(`${await call({ url }, 'GET', 'health', isHealthy)}\n`)
        return 0
      } catch (error) {
        if (performance.now() >= until) throw error
        await sleep(RETRY_AFTER)
      }
    }
  }
})

export const reset = command({
  words: '',
  count: [0, 0],
  description: 'put a running server back to its fixtures',
  options: ResetOptions,
  async run({ fixtures, ...options }, _words, { out }) {
    await call(options, 'POST', 'reset', (text) => text === '{}', JSON.stringify({ fixtures }))
    out(fixtures === undefined ? 'reset\n' : `reset to ${fixtures}\n`)
    return 0
  }
})

export const state = command({
  words: '',
  count: [0, 0],
  description: 'print the state of a running server, as a fixture',
  options: StateOptions,
  async run(options, _words, { out }) {
    out(await call(options, 'GET', 'state', (text) => text.startsWith('{\n  "atrium": {')))
    return 0
  }
})

export const requests = command({
  words: '',
  count: [0, 0],
  description: 'print the requests that came to a running server',
  options: RequestsOptions,
  async run({ json, ...options }, _words, { out }) {
    const answer = await call(options, 'GET', 'requests', (text) => Array.isArray(jsonIn(text)?.['requests']))
    out(json ? `${answer}\n` : requestTable(JSON.parse(answer) as Journal))
    return 0
  }
})

export const save = command({
  words: 'NAME',
  count: [1, 1],
  description: 'keep the state of a running server as a fixture set',
  options: StateOptions,
  async run(options, [name = ''], { out }) {
    await call(options, 'PUT', pathOf(name), isSet)
    out(`saved as ${name}\n`)
    return 0
  }
})

export const load = command({
  words: 'FILE',
  count: [1, 1],
  description: 'give a fixture file to a running server, as a fixture set',
  options: LoadOptions,
  async run({ name, ...options }, [file = ''], { out }) {
    const bytes = await readFile(file).catch((error) => {
      throw new Error(`${file} cannot be read: ${describeError(error)}`)
    })
    const result = fixtureIn(bytes)
    if (!result.ok) throw new FixtureFileError(file, result.problems)
    await call(options, 'PUT', pathOf(name), isSet, bytes)
    out(`loaded as ${name}\n`)
    return 0
  }
})

const isHealthy = (text: string): boolean => jsonIn(text)?.['status'] === 'healthy'
const isSet = (text: string): boolean => typeof jsonIn(text)?.['sha256'] === 'string'

function jsonIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return Object(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Where a fixture set is. @throws InvalidFixtureSetName, as the server does: `..` would be another path */
function pathOf(name: string): string {
  requireSetName(name)
  return `fixtures/${name}`
}

/**
 * @param isExpected whether it is a mock that answered so, and not another server
 * @returns the body
 * @throws where there is no answer, or one of an error
 */
async function call(
  { url, adminToken, sandbox }: StateOptions,
  method: string,
  path: string,
  isExpected: (text: string) => boolean,
  body?: string | Buffer
): Promise<string> {
  const address = `${url.replace(/\/$/, '')}/__admin/${path}`
  if (!URL.canParse(address) || !/^https?:\/\/[^?#]*$/i.test(url))
    throw new Error(`${url} is no address: expected one such as http://localhost:3000`)
  const headers = {
    ...(sandbox !== undefined && { 'mock-sandbox': sandbox }),
    ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` })
  }
  const within = path === 'health' ? HEALTH_WITHIN : ANSWER_WITHIN
  const signal = AbortSignal.timeout(within)
  const { status, text } = await send(new URL(address), { method, headers, signal }, body).catch((error) => {
    // The code and not the message: where both loopbacks refuse, the error of the two together has none.
    throw new Error(`${url} does not answer: ${signal.aborted ? `nothing came within ${within / 1000} s` : error.code}`)
  })
  if (status >= 400) throw new Error(`${method} ${address} answered ${status}: ${text}`)
  if (status < 300 && isExpected(text)) return text
  throw new Error(`${method} ${address} answered ${status}, and not as a mock does: is it another server?`)
}
