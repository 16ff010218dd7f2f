import { type Static, Type } from '@sinclair/typebox'
import type { Records } from '../api/define-api.ts'
import { MAX_SEED } from '../options/command-options.ts'
import { apiNames, DEFAULT_LIMIT, LIMIT } from './history-schemas.ts'
import { Count, closed, Moment } from './schemas.ts'

export const ChaosQuery = Type.Object({
  limit: Type.Optional(
    Type.String({
      pattern: LIMIT,
      description: `the maximum number of faults; ${DEFAULT_LIMIT} by default, at most 1000`
    })
  )
})
export type ChaosQuery = Static<typeof ChaosQuery>

export const ChaosStopQuery = Type.Object({
  profile: Type.Optional(Type.String({ description: 'stop only this profile' }))
})
export type ChaosStopQuery = Static<typeof ChaosStopQuery>

const ProfileName = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
  description: 'The name of a profile.'
})
export const DEFAULT_SEED = 1
const Seed = Type.Integer({ minimum: 0, maximum: MAX_SEED, description: 'The same seed gives the same faults.' })

/** What to start. */
export const chaosChoice = (apis: readonly Records[]) =>
  Type.Object(
    {
      profile: Type.String({ description: 'The name of a profile.' }),
      seed: Type.Optional({ ...Seed, default: DEFAULT_SEED }),
      apis: Type.Optional(
        Type.Array(Type.String({ enum: apiNames(apis) }), {
          minItems: 1,
          maxItems: 100,
          description: 'The emulated APIs whose requests get faults; every request without this member.'
        })
      )
    },
    closed
  )

export const ActiveProfileShown = Type.Object(
  {
    profile: ProfileName,
    seed: Type.Integer({ description: 'The seed that it was started with.' }),
    apis: Type.Union([Type.Array(Type.String()), Type.Null()], {
      description: 'The emulated APIs that it is limited to; null for every request.'
    }),
    stubs: Type.Array(Type.String(), { description: 'The ids of its stubs.' })
  },
  closed
)

/** What is active, and which request got which fault. */
export const ChaosShown = Type.Object(
  {
    faults: Type.Array(
      Type.Object(
        {
          request: Type.String({ description: 'The id of the request in the journal.' }),
          time: Moment('When the request arrived.'),
          method: Type.String(),
          url: Type.String(),
          profile: Type.String(),
          seed: Type.Integer(),
          occurrence: Type.Integer({
            minimum: 1,
            description: 'Which of the requests with this method and path since the start of the profile it was.'
          }),
          fault: Type.String({
            description:
              'A fault of the connection, the status of a response in place of the emulated API, or `emulated` for its response.'
          }),
          applied: Type.Boolean({ description: 'Whether the emulated API has handled the request.' }),
          delay: Count('By how much the response was delayed, in milliseconds.')
        },
        closed
      ),
      { description: 'The requests in the journal that got a fault, newest first.' }
    ),
    active: Type.Array(ActiveProfileShown, { description: 'The active profiles.' }),
    profiles: Type.Array(
      Type.Object(
        {
          name: ProfileName,
          title: Type.String({ description: 'Its name for people.' }),
          effect: Type.String({ description: 'What clients see, in a few words.' })
        },
        closed
      ),
      { description: 'All profiles that can be started.' }
    ),
    invalid: Type.Array(
      Type.Object(
        {
          file: Type.String({ description: 'The name of the file.' }),
          problems: Type.Array(Type.String(), { description: 'What is wrong with it: the first hundred problems.' })
        },
        closed
      ),
      { description: 'The first hundred files of `--chaos-dir` that are invalid: their profiles cannot be started.' }
    ),
    meta: Type.Object(
      {
        total: Count('The number of all faults in the journal.'),
        dropped: Count('How many requests were evicted from the journal; some of them may have got a fault.')
      },
      closed
    )
  },
  closed
)

export const ChaosStopped = Type.Object({ stopped: Count('How many stubs were removed.') }, closed)
