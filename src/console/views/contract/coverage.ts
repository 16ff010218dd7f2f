import { useConsole } from '../../console.ts'
import { type Loaded, useLoaded } from '../../use-loaded.ts'

/** A request of an example. `{{name}}` represents a credential, a captured value, or a unique text. */
export interface ExampleRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly bodyLength?: number
  readonly capture?: Readonly<Record<string, string>>
}

/** A rule of a contract, and how many requests have demonstrated it. */
export interface Rule {
  readonly id: string
  readonly subject?: string
  /** Markdown. */
  readonly text: string
  readonly certainty: string
  readonly source?: string
  readonly follows?: string
  readonly count: number
  readonly excluded?: string
  readonly example: {
    readonly name: string
    readonly needs?: string
    readonly requests: readonly ExampleRequest[]
  } | null
}

export interface ApiCoverage {
  readonly api: string
  readonly title: string
  readonly rules: number
  readonly demonstrated: number
  readonly percent: number
  readonly sections: readonly { readonly title: string; readonly rules: readonly Rule[] }[]
}

interface Coverage {
  readonly apis: readonly ApiCoverage[]
  readonly meta: { readonly since: string; readonly evaluated: number; readonly incomplete?: string }
}

/** Which rules the requests to the sandbox have demonstrated. */
export function useCoverage(): Loaded<Coverage> {
  const { api } = useConsole()
  return useLoaded((signal) => api.json<Coverage>('coverage', { signal }), [], ['response'])
}
