import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import { isObject } from '../wiremock/matching/read-scalars.ts'

const MEMBERS: readonly string[] = ['jsonrpc', 'id', 'method', 'params', 'result', 'error']
const EXAMPLE = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'

/** The response to a text that is no message. */
export interface Rejection {
  readonly jsonrpc: '2.0'
  /** `null` if the text has no valid id, as JSON-RPC requires. */
  readonly id: string | number | null
  readonly error: { readonly code: number; readonly message: string }
}

/** Reads a text as one JSON-RPC message. The SDK reads it, too, but its transports do not respond to everything that is invalid. */
export function readMessage(text: string): { readonly message: JSONRPCMessage } | { readonly rejection: Rejection } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return rejected(null, ErrorCode.ParseError, `invalid JSON: ${(error as Error).message}`)
  }
  // JSON-RPC does not forbid other members; the SDK does.
  const known = isObject(value) ? Object.entries(value).filter(([name]) => MEMBERS.includes(name)) : undefined
  const { success, data } = JSONRPCMessageSchema.safeParse(known === undefined ? value : Object.fromEntries(known))
  if (success) return { message: data }
  const id: unknown = Reflect.get(Object(value), 'id')
  return rejected(isId(id) ? id : null, ErrorCode.InvalidRequest, problemOf(value))
}

const rejected = (id: Rejection['id'], code: number, message: string): { readonly rejection: Rejection } => ({
  rejection: { jsonrpc: '2.0', id, error: { code, message } }
})

const isId = (id: unknown): id is string | number => typeof id === 'string' || Number.isInteger(id)

function problemOf(value: unknown): string {
  if (Array.isArray(value)) return 'batches are not supported: send each message on its own'
  if (!isObject(value)) return `expected an object such as ${EXAMPLE}`
  const { jsonrpc, id, method, params } = value
  if (jsonrpc !== '2.0') return 'jsonrpc: expected "2.0"'
  if ('id' in value && !isId(id)) return 'id: expected a string or an integer; a notification has none'
  if ('method' in value && typeof method !== 'string') return 'method: expected a string'
  if ('params' in value && !isObject(params)) return 'params: expected an object, or omit it'
  return `expected a request such as ${EXAMPLE}`
}
