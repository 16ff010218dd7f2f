const text = (status: number, body: string, headers: object = {}) => ({
  status,
  headers: { 'Content-Type': 'text/plain', ...headers },
  body
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
