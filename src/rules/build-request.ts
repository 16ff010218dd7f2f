import type { SentRequest } from './exchange.ts'
import type { Step } from './rule.ts'

/** The values that a step can name. */
export type Values = ReadonlyMap<string, string>

/** Headers by name, such as the credentials of a client. */
export type Headers = Readonly<Record<string, string | undefined>>

/**
 * The request of a step.
 *
 * @param credentials sent unless the step replaces them
 * @throws UnknownValue if the step names a value that was not captured
 */
export function buildRequest(step: Step, credentials: Headers, values: Values): SentRequest {
  const fill = (text: string): string =>
    text.replace(/\{\{(%?)([\w-]+)\}\}/g, (_, encoding: string, name: string) => {
      const value = values.get(name)
      if (value === undefined) throw new UnknownValue(name)
      return encoding === '' ? value : percentEncoded(value)
    })
  const [method = '', target = ''] = fill(step.request).split(' ')
  const [path = '', ...query] = target.split('?')
  const isJson = typeof step.body === 'object'
  const headers = {
    ...credentials,
    ...(isJson && { 'Content-Type': 'application/json' }),
    ...step.credentials,
    ...step.headers
  }
  return {
    method,
    path,
    query: query.join('?'),
    headers: Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, fill(value)] as const]
    ),
    body: fill(isJson ? JSON.stringify(step.body) : String(step.body ?? ''))
  }
}

export class UnknownValue extends Error {
  constructor(name: string) {
    super(`the server has no '${name}' that the request needs`)
  }
}

/** Every byte of a text, percent-encoded. */
const percentEncoded = (text: string): string => Buffer.from(text).toString('hex').toUpperCase().replace(/../g, '%$&')
