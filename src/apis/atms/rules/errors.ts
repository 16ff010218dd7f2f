import type { Exchange } from '../../../rules/exchange.ts'
import type { AtmsRule } from './observations.ts'
import { targetOf } from './requests.ts'
import { reports } from './steps.ts'

const isError = (exchange: Exchange): boolean =>
  targetOf(exchange) !== undefined && exchange.response.status >= 400 && exchange.response.body !== ''

export const errors: readonly AtmsRule[] = [
  {
    id: 'atms.errors.body',
    subject: 'Error bodies',
    text: 'are `{"Message"}`, or `{"Message","ModelState"}` if the error concerns parts of the request.',
    evidence: 'framework',
    applies: isError,
    expected: () => ({ body: /^\{"Message":".+"(?:,"MessageDetail":".*")?(?:,"ModelState":\{.*\})?\}$/s }),
    cases: [
      { name: 'an unknown user', steps: [{ request: 'GET /api/Users/{{unique}}' }] },
      { name: 'an invalid body', steps: [{ request: 'POST /api/Users', body: {} }] }
    ]
  },
  {
    id: 'atms.errors.nearest-route',
    text: "If no route matches (404 and 405 of the path), `MessageDetail` names the nearest route and the difference. ASP.NET uses this field for details that it hides from remote callers; its text here is the mock's. `Message` stays the same.",
    evidence: 'assumed',
    applies: (exchange, before) =>
      isError(exchange) && (reports('path')(exchange, before) || reports('method')(exchange, before)),
    expected: () => ({ json: { MessageDetail: /./ } }),
    mockOnly: 'the text is that of the mock',
    cases: [{ name: 'an unknown path', steps: [{ request: 'GET /api/Nope' }] }]
  },
  {
    id: 'atms.errors.unexpected',
    subject: 'An unexpected failure',
    text: 'is a 500 `An error has occurred.`, with details only in the log.',
    evidence: 'framework',
    applies: (exchange) => isError(exchange) && exchange.response.status === 500,
    expected: () => ({ json: { Message: 'An error has occurred.' } }),
    noCase: 'no request makes a server fail',
    cases: []
  }
]
