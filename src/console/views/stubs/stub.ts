/** A stub, as far as the list shows it. Its JSON has more members. */
export interface Stub {
  readonly id: string
  readonly name?: string
  readonly priority?: number
  readonly scenarioName?: string
  readonly request?: Readonly<Record<string, unknown>>
  readonly response?: {
    readonly status?: number
    readonly fault?: string
    readonly transformers?: readonly string[]
    readonly fixedDelayMilliseconds?: number
    readonly delayDistribution?: unknown
  }
  readonly metadata?: {
    readonly chaos?: { readonly profile?: unknown }
    readonly mock?: { readonly times?: number; readonly after?: number; readonly probability?: number }
  }
}

const ANY_URL = 'any URL'
const URLS = ['url', 'urlPath', 'urlPattern', 'urlPathPattern', 'urlPathTemplate']

/** The URL or the pattern that it matches. */
function urlOf({ request = {} }: Stub): string {
  const name = URLS.find((member) => typeof request[member] === 'string')
  return name === undefined || request[name] === '.*' || request[name] === '/.+' ? ANY_URL : String(request[name])
}

function methodOf({ request = {} }: Stub): string {
  const { method = 'ANY' } = request
  return typeof method === 'string' ? method : 'pattern'
}

/** Which requests it matches, as far as method and URL say. */
export function targetOf(stub: Stub): string {
  const [method, url] = [methodOf(stub), urlOf(stub)]
  return method === 'ANY' && url === ANY_URL ? 'any request' : `${method} ${url}`
}

export const titleOf = (stub: Stub): string => stub.name || targetOf(stub)

const FAULTS: Readonly<Record<string, string>> = {
  CONNECTION_RESET_BY_PEER: 'reset',
  EMPTY_RESPONSE: 'empty',
  MALFORMED_RESPONSE_CHUNK: 'malformed',
  RANDOM_DATA_THEN_CLOSE: 'garbage'
}

/** What its clients get, in a word, and how bad that is. */
export function outcomeOf({ response = {} }: Stub): { text: string; kind: 'good' | 'warning' | 'bad' | 'plain' } {
  const { status, fault, transformers = [] } = response
  if (fault !== undefined) return { text: FAULTS[fault] ?? fault, kind: 'bad' }
  if (transformers.includes('emulate')) {
    const isDelayed = response.fixedDelayMilliseconds !== undefined || response.delayDistribution !== undefined
    return { text: isDelayed ? 'delayed' : 'emulated', kind: 'plain' }
  }
  const code = status ?? 200
  return { text: String(code), kind: code >= 500 ? 'bad' : code >= 400 ? 'warning' : code < 300 ? 'good' : 'plain' }
}

/** To which requests it applies: `2 times`. Empty for all. */
export function limitsOf({ metadata, scenarioName }: Stub): string {
  const { times, after, probability } = metadata?.mock ?? {}
  return [
    scenarioName,
    after !== undefined && `after ${after}`,
    times !== undefined && (times === 1 ? 'once' : `${times} times`),
    probability !== undefined && `${Math.round(probability * 1000) / 10} %`
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ')
}

/** Whether a search text is part of what the list shows, or of the stub's JSON. */
export const matches = (stub: Stub, text: string): boolean => JSON.stringify(stub).toLowerCase().includes(text)
