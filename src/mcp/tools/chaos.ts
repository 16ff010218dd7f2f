import { Type } from '@sinclair/typebox'
import { input, text, tool, whole, withQuery } from '../tool.ts'

export const chaosTools = [
  tool({
    name: 'start_chaos',
    title: 'Start a chaos profile',
    description:
      'Makes the emulated APIs misbehave: flaky, slow, down, rate-limited, lost-responses, or a profile of the user. The same seed and the same requests get the same faults. Use it to test how a client handles errors.',
    kind: 'changes',
    input: input({
      profile: text('the name of the profile, as get_chaos_report lists it'),
      seed: Type.Optional(whole(0, 2 ** 32 - 1, 'the seed; 1 by default')),
      apis: Type.Optional(
        Type.Array(Type.String(), { minItems: 1, description: 'only requests to these emulated APIs; all by default' })
      )
    }),
    call: ({ profile, seed, apis }) => ({ method: 'POST', path: 'chaos', body: { profile, seed, apis } })
  }),
  tool({
    name: 'get_chaos_report',
    title: 'Report of the chaos',
    description:
      'Lists which request got which fault, newest first, the active profiles, and those that can be started.',
    kind: 'reads',
    input: input({ limit: Type.Optional(whole(0, 1000, 'the maximum number of faults; 100 by default')) }),
    call: ({ limit }) => ({ method: 'GET', path: withQuery('chaos', { limit }) })
  }),
  tool({
    name: 'stop_chaos',
    title: 'Stop chaos',
    description: 'Stops one chaos profile, or all of them.',
    kind: 'changes',
    input: input({ profile: Type.Optional(text('the name of the profile; all by default')) }),
    call: ({ profile }) => ({ method: 'DELETE', path: withQuery('chaos', { profile }) })
  })
]
