import type { UserFields } from './users.ts'

/** ActiveRecord 4.2 takes every other value for true. */
const FALSE: readonly unknown[] = [false, 0, '', '0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF']

/** The fields that a user object sets, with any types: Rails permits only single values, and ActiveRecord 4.2 casts them. */
export function castFields(user: Readonly<Record<string, unknown>>): UserFields {
  const { identifier, is_disabled: disabled, metadata } = user
  return {
    ...(isPermitted(identifier) && { identifier: textOf(identifier) }),
    ...(isPermitted(disabled) && disabled !== null && { is_disabled: !FALSE.includes(disabled) }),
    ...(isPermitted(metadata) && { metadata: textOf(metadata) })
  }
}

const isPermitted = (value: unknown): boolean => value !== undefined && (value === null || typeof value !== 'object')

function textOf(value: unknown): string | null {
  if (value === null) return null
  return typeof value === 'boolean' ? String(value).charAt(0) : String(value)
}
