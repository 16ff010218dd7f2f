import type { FastifyRequest } from 'fastify'
import { oneOf, suggestion } from '../common/suggestion.ts'
import { BadQuery } from './errors.ts'

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
