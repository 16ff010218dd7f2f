/** One call: to the control API if the path begins with `__admin`. */
export interface Call {
  readonly method: string
  /** Without the leading slash. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** A string or a Buffer is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

/** Calls that both servers receive one after the other, after a reset. */
export interface Row {
  readonly name: string
  readonly calls: readonly Call[]
}

export const ID = '21111111-1111-4111-8111-111111111111'
export const UNKNOWN = '31111111-1111-4111-8111-111111111111'

export const admin = (method: string, path: string, body?: unknown): Call => ({
  method,
  path: `__admin/${path}`,
  body
})
export const stub = (mapping: object | string): Call => admin('POST', 'mappings', mapping)
export const get = (path: string, headers: Record<string, string> = {}): Call => ({ method: 'GET', path, headers })
export const post = (path: string, body: string, headers: Record<string, string> = {}): Call => ({
  method: 'POST',
  path,
  body,
  headers: { 'content-type': 'text/plain', ...headers }
})
export const row = (name: string, ...calls: Call[]): Row => ({ name, calls })

export const x = { url: '/x' }
export const named = { id: ID, name: 'n', request: x, metadata: { a: { b: 1 } }, priority: 3, persistent: false }
