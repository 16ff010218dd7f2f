import type { FastifyRequest } from 'fastify'
import { oneOf, suggestion } from '../common/suggestion.ts'
import { BadQuery } from './errors.ts'
import { LIMIT } from './history-schemas.ts'

/** Rejects query parameters that the call does not have, and repeated ones. @throws BadQuery */
export function requireKnownQuery({ query, routeOptions }: FastifyRequest): void {
  const { query: schema } = routeOptions.config
  if (schema === 'any') return
  const known = Object.keys(schema?.properties ?? {})
  for (const [name, value] of Object.entries(query as object)) {
    if (!known.includes(name)) throw new BadQuery(`unknown query parameter '${name}'${advice(name, known)}`)
    if (Array.isArray(value)) throw new BadQuery(`${name}: sent ${value.length} times: send it once`)
  }
}

const advice = (name: string, known: readonly string[]): string =>
  known.length === 0
    ? ': this call has none; remove it'
    : `${suggestion(name, known)}: remove it, or use ${oneOf(known)}`

/** Reads a parameter that is `true` or `false`; false if omitted. @throws BadQuery */
export function flag(name: string, text: string | undefined): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false') {
    throw new BadQuery(`${name}: expected true or false, not '${text}'`)
  }
  return text === 'true'
}

/** Reads a parameter that selects something without a value, too: `?all`. @throws BadQuery */
export const presence = (name: string, text: string | undefined): boolean => text === '' || flag(name, text)

/** Reads the maximum number of results. @throws BadQuery */
export function limitIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!new RegExp(LIMIT).test(text)) throw new BadQuery(`limit: expected a whole number from 0 to 1000, not '${text}'`)
  return Number(text)
}
