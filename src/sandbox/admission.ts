import type { State } from '../state/state.ts'

/** `any` takes every credential that is not empty. */
export type Auth = 'strict' | 'any'

/** A credential of a request: what the header holds that may carry the name of a sandbox, and Atrium's second one. */
export type Credential =
  | { readonly api: 'atrium'; readonly key: string; readonly clientId: string }
  | { readonly api: 'atms'; readonly key: string }

/** Whether a credential is listed in a state, as it stands. */
export function isListed({ atrium, atms }: State, credential: Credential): boolean {
  if (credential.api === 'atms') return atms.tokens.includes(credential.key)
  const { key, clientId } = credential
  return atrium.credentials.some((pair) => pair.apiKey === key && pair.clientId === clientId)
}

/** Whether a credential lets a request in, as it stands. */
export function isValid(state: State, credential: Credential, auth: Auth): boolean {
  if (credential.key === '' || (credential.api === 'atrium' && credential.clientId === '')) return false
  return auth === 'any' || isListed(state, credential)
}

/** A credential without the name of a sandbox behind its last `@`, and that name; `undefined` where it has none. */
export function splitSuffix(credential: Credential): { credential: Credential; name: string } | undefined {
  const at = credential.key.lastIndexOf('@')
  if (at < 0) return undefined
  return { credential: { ...credential, key: credential.key.slice(0, at) }, name: credential.key.slice(at + 1) }
}

/** Whether a credential lets a request in, as it stands or without the name of a sandbox behind it. */
export function admits(state: State, credential: Credential, auth: Auth): boolean {
  if (isValid(state, credential, auth)) return true
  const split = splitSuffix(credential)
  return split !== undefined && isValid(state, split.credential, auth)
}
