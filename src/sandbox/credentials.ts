import type { State } from '../state/state.ts'

/** Headers that the emulated APIs take, from the fixtures. */
export interface Credentials {
  readonly atrium: Record<string, string>
  readonly atms: Record<string, string>
}

/** The first credentials that a state knows of each API; none where it knows none. */
export function credentialsOf({ atrium, atms }: State): Credentials {
  const [pair] = atrium.credentials
  const [token] = atms.tokens
  return {
    atrium: pair === undefined ? {} : { 'MX-API-Key': pair.apiKey, 'MX-Client-ID': pair.clientId },
    atms: token === undefined ? {} : { token }
  }
}
