/** A switch that makes the emulated APIs misbehave. */
export interface Preset {
  /** In the metadata of its stubs, by which they are found. */
  readonly id: string
  readonly name: string
  /** What clients see, in a few words. */
  readonly effect: string
  readonly stubs: readonly object[]
}

/** Every path except `/`, so that a browser that opens the address of the server still finds the console. */
export const ANY_PATH = '/.+'

/** For every request that no other stub handles: stubs of your own have priority 5. Of several presets, the one with the lowest number acts. */
const stub = (priority: number, response: object, mock?: object) => ({
  priority,
  request: { method: 'ANY', urlPattern: ANY_PATH },
  response,
  ...(mock !== undefined && { metadata: { mock } })
})

const text = (status: number, body: string, headers: object = {}) => ({
  status,
  headers: { 'Content-Type': 'text/plain', ...headers },
  body
})

export const PRESETS: readonly Preset[] = [
  preset('flaky', 'Flaky', '3 of 10 requests: 503', [stub(12, text(503, 'Service Unavailable'), { probability: 0.3 })]),
  preset('slow', 'Slow', 'every response after 1 to 3 s', [
    stub(14, {
      transformers: ['emulate'],
      delayDistribution: { type: 'uniform', lower: 1000, upper: 3000 }
    })
  ]),
  preset('down', 'Down', 'every request: 503', [stub(10, text(503, 'Service Unavailable'))]),
  preset('rate-limited', 'Rate limited', 'half of the requests: 429', [
    stub(11, text(429, 'Too Many Requests', { 'Retry-After': '1' }), { probability: 0.5 })
  ]),
  preset('lost-responses', 'Lost responses', '3 of 10: applied, then reset', [
    stub(13, { transformers: ['emulate'], fault: 'CONNECTION_RESET_BY_PEER' }, { probability: 0.3 })
  ])
]

function preset(id: string, name: string, effect: string, stubs: readonly { metadata?: object }[]): Preset {
  return {
    id,
    name,
    effect,
    stubs: stubs.map((mapping) => ({ name, ...mapping, metadata: { preset: id, ...mapping.metadata } }))
  }
}

/** Finds the stubs of a preset by their metadata. */
export const patternOf = ({ id }: Preset): object => ({
  matchesJsonPath: { expression: '$.preset', equalTo: id }
})

/** What can be done to the next request of a kind, once. */
export interface NextTime {
  readonly name: string
  readonly effect: string
  readonly response: object
}

export const NEXT_TIME: readonly NextTime[] = [
  { name: '503 once', effect: 'without any effect', response: text(503, 'Service Unavailable') },
  {
    name: '429 with Retry-After',
    effect: 'asks to try again after a second',
    response: text(429, 'Too Many Requests', { 'Retry-After': '1' })
  },
  {
    name: '3 s delay',
    effect: 'the usual response, three seconds later',
    response: { transformers: ['emulate'], fixedDelayMilliseconds: 3000 }
  },
  {
    name: 'Drop connection after applying',
    effect: 'takes effect, but the response is lost',
    response: { transformers: ['emulate'], fault: 'CONNECTION_RESET_BY_PEER' }
  }
]

/**
 * The stub for it. It comes before all others.
 *
 * @param request a WireMock request pattern
 * @param subject what the name of the stub says about the request
 */
export const nextTimeStub = ({ name, response }: NextTime, request: object, subject: string): object => ({
  name: `${name}: ${subject}`,
  priority: 1,
  request,
  response,
  metadata: { mock: { times: 1 } }
})
