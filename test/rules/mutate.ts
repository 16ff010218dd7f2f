import type { Exchange, ReceivedResponse } from '../../src/rules/exchange.ts'

/** How a server that breaks a rule would respond instead. */
export type Mutation = (exchange: Exchange) => Partial<ReceivedResponse>

export const status =
  (value: number): Mutation =>
  () => ({ status: value })

/** A body with other text in one place. */
export const text =
  (pattern: RegExp, replacement: string): Mutation =>
  ({ response }) => ({ body: response.body?.replace(pattern, replacement) ?? '' })

export const header =
  (name: string, value: string): Mutation =>
  ({ response }) => ({ headers: { ...response.headers, [name]: value } })

/** A body in which the elements of a list are in reverse order. */
export const reversed: Mutation = ({ response }) => {
  const list = JSON.parse(response.body ?? '')
  return { body: JSON.stringify(Array.isArray(list) ? list.toReversed() : { ...list, users: list.users.toReversed() }) }
}

export const isSuccess = ({ response }: Exchange): boolean => response.status < 300
