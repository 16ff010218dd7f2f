import type { Case } from '../../../rules/rule.ts'
import { isAboutLimit, STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { create, reports } from './steps.ts'

const BEYOND_LIMIT: Case = {
  name: 'a create beyond the limit',
  needs: { text: 'a limit of users that is reached', options: { atriumUserLimit: 0 } },
  steps: [{ ...create(), expect: { status: { not: 200 } } }]
}

export const limit: readonly AtriumRule[] = [
  {
    id: 'atrium.user.limit',
    subject: 'The limit of users',
    text: '(100 in the real development environment) is off by default; creating a user beyond it is a 422.',
    evidence: 'assumed',
    applies: isAboutLimit,
    expected: () => ({ status: STATUS.limit }),
    alternatives: ([400, 403] as const).map((status) => ({
      id: String(status),
      text: `Creating a user beyond the limit is a ${status}.`,
      expected: () => ({ status }),
      responses: { 'POST /users': { [status]: 'POST /users 422' } }
    })),
    cases: [BEYOND_LIMIT]
  },
  {
    id: 'atrium.user.limit-message',
    subject: 'The message of that error',
    text: 'is `Cannot exceed user limit for client`.',
    evidence: 'field',
    applies: reports('limit'),
    expected: () => ({ json: { error: { message: 'Cannot exceed user limit for client' } } }),
    dependsOn: ['atrium.user.limit'],
    cases: [BEYOND_LIMIT]
  }
]
