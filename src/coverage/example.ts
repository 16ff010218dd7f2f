import type { Case, Step } from '../rules/rule.ts'

/** In characters. */
const LONGEST_BODY = 2000

/** A request that helps to demonstrate a rule. `{{name}}` stands for a credential, a captured value, or something unique. */
export interface ExampleRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The length of a body that is too long to show: its characters do not matter. */
  readonly bodyLength?: number
  /** Values of the response that later requests name: a JSON pointer into the body, or the name of a header. */
  readonly capture?: Readonly<Record<string, string>>
}

/** Requests that demonstrate a rule, in this order. */
export interface Example {
  readonly name: string
  readonly requests: readonly ExampleRequest[]
}

/** The requests of a case. @param credentials the names of the headers that hold them */
export const exampleOf = ({ name, given = [], steps }: Case, credentials: readonly string[]): Example => ({
  name,
  requests: [...given, ...steps].map((step) => requestOf(step, credentials))
})

function requestOf(step: Step, credentials: readonly string[]): ExampleRequest {
  const [method = '', target = ''] = step.request.split(' ')
  const isJson = typeof step.body === 'object'
  const body = isJson ? JSON.stringify(step.body) : String(step.body ?? '')
  const headers = {
    ...Object.fromEntries(credentials.map((name) => [name, `{{${name}}}`])),
    ...(isJson && { 'Content-Type': 'application/json' }),
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
