import type { TProperties } from '@sinclair/typebox'

/** Puts options under a heading of the help. */
export function grouped<T extends TProperties>(group: string, options: T): T {
  const entries = Object.entries(options).map(([name, schema]) => [name, { ...schema, group }] as const)
  const properties: TProperties = Object.fromEntries(entries)
  return properties as T
}
