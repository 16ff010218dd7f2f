import { type Static, Type } from '@sinclair/typebox'
import type { DelaySettings } from './delay.ts'
import { Delay } from './delay-schemas.ts'

/** What holds for every answer of a sandbox: global settings of WireMock's. */
export const SettingsDocument = Type.Object(
  {
    fixedDelay: Type.Optional(Type.Union([Delay.fixed, Type.Null()])),
    delayDistribution: Type.Optional(Type.Union([Delay.distribution, Type.Null()])),
    proxyPassThrough: Type.Optional(
      Type.Boolean({ description: "accepted, and of no effect: WireMock's clients send it" })
    )
  },
  { additionalProperties: false }
)
export type SettingsDocument = Static<typeof SettingsDocument>

/** The settings of a sandbox that nobody has changed. */
export const NO_SETTINGS: SettingsDocument = { proxyPassThrough: true }

/** The delay that settings ask for; `undefined` for none. */
export function delayIn({ fixedDelay, delayDistribution }: SettingsDocument): DelaySettings | undefined {
  if (fixedDelay == null && delayDistribution == null) return undefined
  return { fixed: fixedDelay ?? undefined, distribution: delayDistribution ?? undefined }
}
