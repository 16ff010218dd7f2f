import { type Static, Type } from '@sinclair/typebox'
import { MockOptions } from './options.ts'

// The options of all commands except `serve`.

const url = Type.String({
  placeholder: 'URL',
  description: 'the running server; the default is the address that MOCK_HOST and MOCK_PORT configure'
})
const { adminToken } = MockOptions.properties
const sandbox = Type.Optional(
  Type.String({ placeholder: 'NAME', description: "use this sandbox instead of 'default'" })
)

export const HealthOptions = Type.Object({
  url,
  wait: Type.Number({ minimum: 0, default: 0, placeholder: 'SECONDS', description: 'keep trying for this long' })
})
export type HealthOptions = Static<typeof HealthOptions>

export const StateOptions = Type.Object({ url, adminToken, sandbox })
export type StateOptions = Static<typeof StateOptions>

export const RequestsOptions = Type.Object({
  ...StateOptions.properties,
  json: Type.Boolean({ default: false, description: 'print JSON', flagOnly: true })
})
export type RequestsOptions = Static<typeof RequestsOptions>

export const ResetOptions = Type.Object({
  ...StateOptions.properties,
  // No variable: in a container, MOCK_FIXTURES is the option of the server.
  fixtures: Type.Optional(
    Type.String({ placeholder: 'NAME', description: 'reset to this fixture set instead', flagOnly: true })
  )
})
export type ResetOptions = Static<typeof ResetOptions>

export const LoadOptions = Type.Object({
  ...StateOptions.properties,
  name: Type.String({ placeholder: 'NAME', description: 'the name of the new fixture set' })
})
export type LoadOptions = Static<typeof LoadOptions>

/** @param label what the records are called */
export const Count = (label: string) =>
  Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    default: 1000,
    placeholder: 'N',
    description: `the number of ${label}`
  })

/** Each emulated API adds an option for the number of its users. */
export const GenerateOptions = Type.Object({
  seed: Type.Integer({ minimum: 0, default: 1, placeholder: 'N', description: 'the same seed gives the same users' }),
  out: Type.String({ minLength: 1, placeholder: 'FILE', description: 'the fixture file to write' })
})
export type GenerateOptions = Static<typeof GenerateOptions>

/** For commands without options. */
export const NoOptions = Type.Object({})
