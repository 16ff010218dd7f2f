import type { Profile } from './profile-schema.ts'

/** Every path except `/`, so that a browser that opens the address of the server still finds the console. */
const request = { method: 'ANY', urlPattern: '/.+' }

/** Of several profiles, the stub with the lowest number acts. */
const stub = (priority: number, response: object, probability?: number) => ({
  priority,
  request,
  response,
  ...(probability !== undefined && { metadata: { mock: { probability } } })
})

const text = (status: number, body: string, headers: object = {}) => ({
  status,
  headers: { 'Content-Type': 'text/plain', ...headers },
  body
})

/** The profiles of every server. */
export const BUILT_IN: readonly Profile[] = [
  {
    name: 'flaky',
    title: 'Flaky',
    effect: '3 of 10 requests: 503',
    mappings: [stub(12, text(503, 'Service Unavailable'), 0.3)]
  },
  {
    name: 'slow',
    title: 'Slow',
    effect: 'every response after 1 to 3 s',
    mappings: [
      stub(14, { transformers: ['emulate'], delayDistribution: { type: 'uniform', lower: 1000, upper: 3000 } })
    ]
  },
  {
    name: 'down',
    title: 'Down',
    effect: 'every request: 503',
    mappings: [stub(10, text(503, 'Service Unavailable'))]
  },
  {
    name: 'rate-limited',
    title: 'Rate limited',
    effect: 'half of the requests: 429',
    mappings: [stub(11, text(429, 'Too Many Requests', { 'Retry-After': '1' }), 0.5)]
  },
  {
    name: 'lost-responses',
    title: 'Lost responses',
    effect: '3 of 10: applied, then reset',
    mappings: [stub(13, { transformers: ['emulate'], fault: 'CONNECTION_RESET_BY_PEER' }, 0.3)]
  }
]
