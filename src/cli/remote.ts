import { setTimeout as sleep } from 'node:timers/promises'
import { HealthOptions, ResetOptions, type StateOptions, StateOptions as StateSchema } from '../config.ts'
import { command } from './command.ts'

/** The commands that speak to a running server. */

const RETRY_AFTER = 100
const ANSWER_WITHIN = 30_000

export const health = command({
  words: '',
  count: [0, 0],
  description: 'ask whether a running server is ready: exit code 0 when it is',
  options: HealthOptions,
  async run({ url, wait }, _words, { out }) {
    const until = performance.now() + wait * 1000
    for (;;) {
      try {
        const answer = await call({ url }, 'GET', 'health')
        out(`${answer}\n`)
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
    await call(options, 'POST', 'reset', JSON.stringify({ fixtures }))
    out(fixtures === undefined ? 'reset\n' : `reset to ${fixtures}\n`)
    return 0
  }
})

export const state = command({
  words: '',
  count: [0, 0],
  description: 'print the state of a running server, as a fixture',
  options: StateSchema,
  async run(options, _words, { out }) {
    out(await call(options, 'GET', 'state'))
    return 0
  }
})

/** @returns the body. @throws where there is no answer, or one of an error */
async function call({ url, adminToken }: StateOptions, method: string, path: string, body?: string): Promise<string> {
  const address = `${url.replace(/\/$/, '')}/__admin/${path}`
  const response = await fetch(address, {
    method,
    ...(body !== undefined && { body }),
    headers: adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN)
  }).catch((error) => {
    // Where both loopbacks refuse, the error of the two together has a code and no message.
    const { cause = error } = error
    throw new Error(`${url} does not answer: ${cause.code ?? cause.message}`)
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${address} answered ${response.status}: ${text}`)
  return text
}
