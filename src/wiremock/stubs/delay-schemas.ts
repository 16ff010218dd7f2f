import { type Static, Type } from '@sinclair/typebox'

const closed = { additionalProperties: false }
const milliseconds = Type.Number({ minimum: 0 })

export const FixedDelay = Type.Object({ type: Type.Literal('fixed'), milliseconds }, closed)
export const UniformDelay = Type.Object(
  { type: Type.Literal('uniform'), lower: milliseconds, upper: milliseconds },
  closed
)
export const LognormalDelay = Type.Object(
  {
    type: Type.Literal('lognormal'),
    median: milliseconds,
    sigma: milliseconds,
    maxValue: Type.Optional(Type.Union([milliseconds, Type.Null()]))
  },
  closed
)

/** A random delay in milliseconds. */
export const DelayDistribution = Type.Union([FixedDelay, UniformDelay, LognormalDelay], {
  title: 'a delay: fixed with milliseconds, uniform with lower and upper, or lognormal with median and sigma'
})
export type DelayDistribution = Static<typeof DelayDistribution>

/** The schemas of a delay before a response, in milliseconds. */
export const Delay = {
  fixed: Type.Integer({ minimum: 0 }),
  distribution: DelayDistribution
}
