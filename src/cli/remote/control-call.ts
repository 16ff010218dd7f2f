import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { errorText } from '../../common/error-text.ts'
import { hideUserInfo, REDACTED } from '../../common/secrets.ts'
import { suggestion } from '../../common/suggestion.ts'
import type { StateOptions } from '../../options/command-options.ts'
import { OutputError } from '../write-output.ts'
import { ConnectionSilent, send, type TextResponse } from './send.ts'

// All times are in milliseconds.

/** For the whole health check. */
const HEALTH_TIMEOUT = 5000
/** How long a connection may be silent. */
const LONGEST_SILENCE = 60_000
/** How long it may be silent while the server reads or writes a whole fixture set, of up to 2 GiB, before it responds. */
const LONGEST_WORK = 300_000

/** What messages advise, for the users of the command line. */
const OF_COMMANDS = {
  otherUrl: 'Use --url to point to another one',
  missingToken: 'set MOCK_ADMIN_TOKEN, or use --admin-token',
  wrongToken: 'correct MOCK_ADMIN_TOKEN or --admin-token'
}
export type Advice = typeof OF_COMMANDS

/** A call of the control API. */
export interface ControlCall {
  readonly method: string
  /** Below `/__admin/`. */
  readonly path: string
  readonly body?: string | Readable | undefined
  /** JSON if omitted. */
  readonly contentType?: string
  /** Whether a body has the shape that a mock sends; if not, it came from another server. */
  isExpected(text: string): boolean
  /** Reads the body of the response, as text by default. */
  readonly read?: (response: IncomingMessage) => Promise<string>
}

/** @throws Error if it cannot be the address of a server */
export function requireUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:\/\/[^?#]*$/i.test(url))
    throw new Error(`invalid URL '${hideUserInfo(url)}': expected a URL such as http://localhost:3000`)
}

/**
 * Calls the control API of a running server.
 *
 * @throws if there is no response, or an error response
 */
export async function respond(
  { url, adminToken, sandbox }: StateOptions,
  { method, path, body, contentType, isExpected, read }: ControlCall,
  advice: Advice = OF_COMMANDS
): Promise<TextResponse> {
  const shownUrl = hideUserInfo(url)
  const address = `${url.replace(/\/$/, '')}/__admin/${path}`
  requireUrl(url)
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(sandbox !== undefined && { 'mock-sandbox': sandbox }),
    ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` })
  }
  const signal = path === 'health' ? AbortSignal.timeout(HEALTH_TIMEOUT) : undefined
  const longestSilence = /^(?:state|fixtures|reset|history|coverage)/.test(path) ? LONGEST_WORK : LONGEST_SILENCE
  const options = { method, headers, longestSilence, signal }
  const response = await send(new URL(address), options, body, read).catch((error) => {
    if (error instanceof OutputError) throw error
    const reason = signal?.aborted ? `no response within ${HEALTH_TIMEOUT / 1000} s` : reasonOf(error, advice)
    throw new Error(`cannot reach ${shownUrl}: ${reason}`)
  })
  const { status, text } = response
  const errors = status < 400 ? undefined : errorText(parsed(text))
  if (status === 401 && errors !== undefined) throw new Error(unauthorized(shownUrl, adminToken, advice))
  // The message may quote the token.
  if (errors !== undefined) throw new Error(adminToken ? errors.replaceAll(adminToken, REDACTED) : errors)
  if (status < 300 && isExpected(text)) return response
  throw new Error(
    `${shownUrl} is not an atrium-atms-mock server: it responded to ${method} /__admin/${path} with status ${status}`
  )
}

/** Calls the control API. @param schema of its response @throws like `respond` */
export async function callJson<T extends TSchema>(
  options: StateOptions,
  schema: T,
  call: Omit<ControlCall, 'isExpected'>
): Promise<Static<T>> {
  const { text } = await respond(options, { ...call, isExpected: (text) => Check(schema, parsed(text)) })
  return JSON.parse(text)
}

const Sandboxes = Type.Object({ sandboxes: Type.Array(Type.Object({ name: Type.String() })) })

/** Detects a misspelled sandbox, which would look like a new one with the fixtures. @throws if the server does not have the sandbox */
export async function requireSandbox({ sandbox, ...options }: StateOptions): Promise<void> {
  if (sandbox === undefined) return
  const { sandboxes } = await callJson(options, Sandboxes, { method: 'GET', path: 'sandboxes' })
  const names = sandboxes.map(({ name }) => name)
  if (names.includes(sandbox)) return
  const hint = suggestion(sandbox, names) || ` (list them with: atrium-atms-mock sandboxes)`
  throw new Error(`unknown sandbox '${sandbox}' on ${hideUserInfo(options.url)}${hint}`)
}

/** The parsed text; `undefined` if it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unauthorized = (url: string, token: string | undefined, { missingToken, wrongToken }: Advice): string =>
  token === undefined ? `${url} requires a token: ${missingToken}` : `${url} rejected the token: ${wrongToken}`

function reasonOf(error: NodeJS.ErrnoException, { otherUrl }: Advice): string {
  if (error instanceof ConnectionSilent)
    return `nothing was sent or received for ${error.seconds} s. Check that the server is not suspended, then try again`
  // Only the code is reliable: the error that combines the failures of both loopback addresses has no message.
  switch (error.code) {
    case 'ECONNREFUSED':
      return `connection refused. Is the server running? ${otherUrl}`
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was closed before the response was complete. Check that the server is running, then try again'
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `its certificate is not trusted (${error.code}). Download /__admin/ca.pem from its HTTP port, and set NODE_EXTRA_CA_CERTS to that file`
    default:
      return String(error.code)
  }
}
