import type { ApiDescriptor } from '../../descriptors.ts'
import type { JournalEvent } from './journal.ts'

/** A request that can be sent again. */
export interface Sendable {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Empty if there is none. */
  readonly base64: string
}

/** What the journal shows instead of a credential. */
const HIDDEN = '*****'
/** They depend on the connection, or the journal shows the body without its coding. The address has the sandbox. */
const OMITTED = [
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'mock-sandbox'
]

/** @param apis their credentials replace hidden ones: the journal has none */
export function sendable(
  { method, headers, bodyAsBase64 }: JournalEvent['request'],
  url: string,
  apis: readonly ApiDescriptor[]
): Sendable {
  const credentials = new Map(
    apis.flatMap((api) => Object.entries(api.credentials)).map(([name, value]) => [name.toLowerCase(), value])
  )
  const shown = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)] as const)
  )
  return {
    method,
    url,
    base64: bodyAsBase64,
    headers: shown
      .filter(([name]) => !OMITTED.includes(name.toLowerCase()))
      .map(([name, value]) =>
        value === HIDDEN ? [name, credentials.get(name.toLowerCase()) ?? `YOUR ${name.toUpperCase()}`] : [name, value]
      )
  }
}
