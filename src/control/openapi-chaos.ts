import type { Records } from '../api/define-api.ts'
import type { Operation } from '../api/operation.ts'
import { UnknownProfile } from '../chaos/profiles.ts'
import {
  ActiveProfileShown,
  ChaosQuery,
  ChaosShown,
  ChaosStopped,
  ChaosStopQuery,
  chaosChoice
} from './chaos-schemas.ts'
import { body, failure, guarded, shows, withBody } from './openapi-responses.ts'
import { ErrorBody } from './schemas.ts'

const ID = '4f0ad2ce-5b3c-8d0f-9a61-3f2d7c1b6e01'
const unknownProfile = failure(
  'No chaos profile has this name, or the control API is turned off.',
  new UnknownProfile('flakey', " (did you mean 'flaky'?)", 'flaky, slow, down, rate-limited, lost-responses')
)
const invalid = shows('The body or the file of a profile is invalid; nothing changed.', ErrorBody, {
  errors: [
    {
      code: 10,
      source: { pointer: '/seed' },
      title: 'Error in the document',
      detail: 'expected integer, not "seven"'
    }
  ],
  meta: { total: 1 }
})
const active = { profile: 'flaky', seed: 7, apis: null, stubs: [ID] }

/** The calls about chaos profiles. */
export const chaosOperations = (apis: readonly Records[]): Readonly<Record<string, Operation>> => ({
  read_chaos: {
    tags: ['chaos'],
    summary: 'Read the active profiles, and which request got which fault',
    querystring: ChaosQuery,
    responses: {
      ...guarded,
      200: shows('The report.', ChaosShown, {
        faults: [
          {
            request: 'a3e0b5c2-6d1f-4b8a-9c7e-0f1e2d3c4b5a',
            time: '2026-01-31T09:00:00.000Z',
            method: 'GET',
            url: '/orders',
            profile: 'flaky',
            seed: 7,
            occurrence: 2,
            fault: '503',
            applied: false,
            delay: 0
          }
        ],
        active: [active],
        profiles: [{ name: 'flaky', title: 'Flaky', effect: '3 of 10 requests: 503' }],
        invalid: [],
        meta: { total: 1, dropped: 0 }
      }),
      422: invalid
    }
  },
  start_chaos: {
    tags: ['chaos'],
    summary: 'Start a chaos profile',
    description:
      'Creates the stubs of the profile. The same seed and the same requests get the same faults. A second start of the profile replaces the first, and counts from the beginning.',
    requestBody: body('The profile, the seed, and the APIs.', true, chaosChoice(apis), { profile: 'flaky', seed: 7 }),
    responses: {
      ...withBody,
      200: shows('The profile is active.', ActiveProfileShown, active),
      404: unknownProfile,
      422: invalid
    }
  },
  stop_chaos: {
    tags: ['chaos'],
    summary: 'Stop the active profiles, or one of them',
    description: 'Removes their stubs. The report still has the faults of the requests in the journal.',
    querystring: ChaosStopQuery,
    responses: {
      ...withBody,
      200: shows('They are stopped.', ChaosStopped, { stopped: 1 }),
      404: unknownProfile,
      422: invalid
    }
  }
})
