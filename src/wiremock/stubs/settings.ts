import { type Static, Type } from '@sinclair/typebox'
import type { DelaySettings } from './delay.ts'
import { Delay } from './delay-schemas.ts'

/** Settings for all responses of a sandbox: WireMock's global settings. */
export const SettingsDocument = Type.Object(
  {
    fixedDelay: Type.Optional(Type.Union([Delay.fixed, Type.Null()])),
    delayDistribution: Type.Optional(Type.Union([Delay.distribution, Type.Null()])),
    proxyPassThrough: Type.Optional(
      Type.Union([Type.Boolean(), Type.Null()], {
        description: "accepted without effect, because WireMock's clients send it"
      })
    )
  },
  { additionalProperties: false }
)
export type SettingsDocument = Static<typeof SettingsDocument>

/** The initial settings of a sandbox. */
export const NO_SETTINGS: SettingsDocument = { proxyPassThrough: true }

/** The delay in these settings; `undefined` if they have none. */
export function delayIn({ fixedDelay, delayDistribution }: SettingsDocument): DelaySettings | undefined {
  if (fixedDelay == null && delayDistribution == null) return undefined
  return { fixed: fixedDelay ?? undefined, distribution: delayDistribution ?? undefined }
}
