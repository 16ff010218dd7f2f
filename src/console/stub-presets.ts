/** A fault that a stub adds to the emulated APIs. */
export interface Preset {
  readonly label: string
  /** What happens, in a sentence. */
  readonly description: string
  readonly response: Readonly<Record<string, unknown>>
  /** Which of the matching requests get it: the stub's `metadata.mock`. */
  readonly mock?: { readonly times?: number; readonly after?: number; readonly probability?: number }
}

/** The emulated API handles the request, and the stub only adds to its response. */
const emulated = { transformers: ['emulate'] }
const lost = { ...emulated, fault: 'CONNECTION_RESET_BY_PEER' }
const unavailable = { status: 503 }
const limited = { status: 429, headers: { 'Retry-After': '1' } }

/** For the next request of a kind. */
export const NEXT_TIME: readonly Preset[] = [
  {
    label: '503 once',
    description: 'Responds with 503, without any effect',
    response: unavailable,
    mock: { times: 1 }
  },
  {
    label: '429 with Retry-After',
    description: 'Asks the client to try again after a second',
    response: limited,
    mock: { times: 1 }
  },
  {
    label: '3 s delay',
    description: 'Responds as usual, three seconds later',
    response: { ...emulated, fixedDelayMilliseconds: 3000 },
    mock: { times: 1 }
  },
  {
    label: 'Drop connection after applying',
    description: 'Makes the change, and resets the connection instead of responding',
    response: lost,
    mock: { times: 1 }
  }
]

/** For all requests, until the stub is removed. */
export const FOR_ALL: readonly Preset[] = [
  {
    label: 'Flaky',
    description: 'Every fifth request, on average, gets a 503',
    response: unavailable,
    mock: { probability: 0.2 }
  },
  {
    label: 'Slow',
    description: 'Every response takes between one and three seconds',
    response: { ...emulated, delayDistribution: { type: 'uniform', lower: 1000, upper: 3000 } }
  },
  { label: 'Down', description: 'Every request gets a 503', response: unavailable },
  {
    label: 'Rate limited',
    description: 'Ten requests pass, then ten get a 429',
    response: limited,
    mock: { after: 10, times: 10 }
  },
  {
    label: 'Lost responses',
    description: 'One of five requests takes effect, but its connection is reset',
    response: lost,
    mock: { probability: 0.2 }
  }
]

/**
 * A stub with a preset.
 *
 * @param request which requests it is for, as a WireMock request pattern
 * @param subject what its name says about them
 */
export const stubOf = ({ label, response, mock }: Preset, request: object, subject?: string): object => ({
  name: subject === undefined ? label : `${label}: ${subject}`,
  // Before all other stubs.
  priority: 1,
  request,
  response,
  ...(mock !== undefined && { metadata: { mock } })
})
