import { performance } from 'node:perf_hooks'
import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { sleep } from '../../common/timers.ts'
import { HealthOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { parsed, respond } from './control-call.ts'
import { healthText } from './health-text.ts'

/** In milliseconds. */
const RETRY_DELAY = 100
const Healthy = Type.Object({ status: Type.Literal('healthy') })

export const health = command({
  usage: '',
  count: [0, 0],
  description: 'check whether a running server is ready; the exit code is 0 if it is',
  options: HealthOptions,
  examples: ['health --wait 10'],
  async run({ url, wait, json }, _args, { out, isInteractive }) {
    const deadline = performance.now() + wait * 1000
    const isExpected = (text: string): boolean => Check(Healthy, parsed(text))
    for (;;) {
      try {
        const { text } = await respond({ url }, { method: 'GET', path: 'health', isExpected })
        // Scripts that capture the output expect JSON.
        out(json || !isInteractive ? `${text}\n` : healthText(url, parsed(text)))
        return 0
      } catch (error) {
        if (performance.now() >= deadline) throw error
        await sleep(RETRY_DELAY)
      }
    }
  }
})
