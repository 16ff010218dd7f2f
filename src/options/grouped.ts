import type { TProperties } from '@sinclair/typebox'

/** The heading of the options of the emulated APIs, shared or not. */
export const EMULATED_APIS = 'Emulated APIs'

/** Puts options under a heading of the help. */
export function grouped<T extends TProperties>(group: string, options: T): T {
  const entries = Object.entries(options).map(([name, schema]) => [name, { ...schema, group }] as const)
  const properties: TProperties = Object.fromEntries(entries)
  return properties as T
}
