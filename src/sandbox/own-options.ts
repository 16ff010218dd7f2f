import type { TSchema } from '@sinclair/typebox'
import { ClockAndIds } from '../common/clock-and-ids.ts'
import type { Auth } from './credentials.ts'

/** The options of the server that a sandbox can have its own values of. They are not part of its state. */
export interface OwnOptions {
  readonly auth: Auth
  /** Seeds guids and the random choices of stubs. */
  readonly seed: string
  /** Options that emulated APIs declare as `perSandbox`, by name. */
  readonly ofApis: Readonly<Record<string, unknown>>
}

/** The seed that the option `guidSeed` selects. */
export const seedFrom = (guidSeed: string): string => (guidSeed === 'random' ? new ClockAndIds().requestId() : guidSeed)

/** The schemas of the options that APIs declare as `perSandbox`. */
export const perSandboxOptions = (
  apis: readonly { readonly options: Readonly<Record<string, TSchema>> }[]
): Readonly<Record<string, TSchema>> =>
  Object.fromEntries(
    apis.flatMap(({ options }) => Object.entries(options).filter(([, schema]) => schema['perSandbox']))
  )

/** The values of these options. Omitted ones, which have no default, stay out. */
export const valuesOf = (
  schemas: Readonly<Record<string, TSchema>>,
  options: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options).filter(([name, value]) => Object.hasOwn(schemas, name) && value !== undefined)
  )
