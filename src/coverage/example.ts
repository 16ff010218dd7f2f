import type { Case, Step } from '../rules/rule.ts'

/** In characters. */
const LONGEST_BODY = 2000
/** In characters: how much of a body decides what it consists of. Some bodies have a million. */
const SAMPLE = 2 * LONGEST_BODY

/** A request that helps to demonstrate a rule. `{{name}}` represents a credential, a captured value, or a unique text. */
export interface ExampleRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The length of a body that is too long to show: only the length matters. */
  readonly bodyLength?: number
  /** Values of the response that later requests name: a JSON pointer into the body, or the name of a header. */
  readonly capture?: Readonly<Record<string, string>>
}

/** Requests that demonstrate a rule, in this order. */
export interface Example {
  readonly name: string
  /** What the server must be like: `an empty list of users`. */
  readonly needs?: string
  readonly requests: readonly ExampleRequest[]
}

/**
 * The requests of a case.
 *
 * @param credentials the names of the headers that hold them
 * @returns `undefined` if a body is too long to show, and more than its length matters
 */
export function exampleOf(
  { name, given = [], steps, needs }: Case,
  credentials: readonly string[]
): Example | undefined {
  const all = [...given, ...steps]
  if (all.some((step) => withoutRepetitions(bodyOf(step)).length > LONGEST_BODY)) return undefined
  return { name, ...(needs && { needs: needs.text }), requests: all.map((step) => requestOf(step, credentials)) }
}

const withoutRepetitions = (text: string): string => text.slice(0, SAMPLE).replace(/(.)\1+/g, '$1')

const bodyOf = ({ body = '' }: Step): string => (typeof body === 'object' ? JSON.stringify(body) : body)

function requestOf(step: Step, credentials: readonly string[]): ExampleRequest {
  const [method = '', target = ''] = step.request.split(' ')
  const body = bodyOf(step)
  const headers = {
    ...Object.fromEntries(credentials.map((name) => [name, `{{${name}}}`])),
    ...(typeof step.body === 'object' && { 'Content-Type': 'application/json' }),
    ...step.credentials,
    ...step.headers
  }
  const sent = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return {
    method,
    target,
    headers: Object.fromEntries(sent),
    ...(body !== '' && (body.length > LONGEST_BODY ? { bodyLength: body.length } : { body })),
    ...(step.capture !== undefined && { capture: step.capture })
  }
}
