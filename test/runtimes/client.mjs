import { once } from 'node:events'
import { Agent, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'
import { connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { connect as connectSecurely } from 'node:tls'

/**
 * A client that keeps its connections, as most do.
 *
 * @param headers sent with every request
 * @param ca the certificate of the authority to trust over HTTPS
 * @returns a function that sends a request: its body is an object (sent as JSON), text, or an array of chunks (sent as such)
 */
export function clientOf(url, headers = {}, ca = undefined) {
  const isSecure = url.startsWith('https:')
  const agent = isSecure ? new SecureAgent({ keepAlive: true, ca }) : new Agent({ keepAlive: true })
  return async (method, path, body, more = {}) => {
    const { pathname } = new URL(url)
    const request = (isSecure ? requestHttps : requestHttp)(url, {
      agent,
      method,
      path: `${pathname === '/' ? '' : pathname}${path}`,
      headers: { ...headers, ...headersOf(body), ...more }
    })
    const received = once(request, 'response')
    received.catch(() => {})
    // A broken response may raise several errors.
    request.on('error', () => {})
    const continued = more.expect === undefined ? undefined : await firstOf(once(request, 'continue'), received)
    for (const chunk of Array.isArray(body) ? body : [bytesOf(body)]) {
      if (chunk !== undefined && !request.write(chunk)) await firstOf(once(request, 'drain'), received)
    }
    request.end()
    const [response] = await received
    const began = performance.now()
    const text = await readText(response)
    const { statusCode: status, headers: responseHeaders } = response
    const result = { status, headers: responseHeaders, text, wasContinued: continued?.length === 0 }
    return { ...result, bodyTook: performance.now() - began, json: () => JSON.parse(text) }
  }
}

/** Waits for the first of two events; the other may fail later, for example with its connection. */
function firstOf(event, other) {
  event.catch(() => {})
  return Promise.race([event, other])
}

const bytesOf = (body) => (body === undefined || typeof body === 'string' ? body : JSON.stringify(body))

function headersOf(body) {
  if (body === undefined) return {}
  const type = { 'content-type': 'application/json' }
  return Array.isArray(body)
    ? { ...type, 'transfer-encoding': 'chunked' }
    : { ...type, 'content-length': Buffer.byteLength(bytesOf(body)) }
}

/** In TLS 1.3 session tickets may arrive together with a reset, and Node's client then reports an orderly end. */
const TLS = { maxVersion: 'TLSv1.2' }

/** Opens a connection for bytes that no client library would send. */
export async function openSocket(url, ca) {
  const { hostname, port, protocol } = new URL(url)
  const socket =
    protocol === 'https:' ? connectSecurely(Number(port), hostname, { ...TLS, ca }) : connect(Number(port), hostname)
  await once(socket, protocol === 'https:' ? 'secureConnect' : 'connect')
  return socket
}

/** Sends lines and a body as they are. @returns the bytes received before the server closed the connection, and how it closed it */
export async function exchange(url, lines, body = '', ca = undefined) {
  const socket = await openSocket(url, ca)
  const chunks = []
  let error
  socket
    .on('data', (chunk) => chunks.push(chunk))
    .on('error', ({ code }) => {
      error = code
    })
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  if (!socket.closed) await new Promise((done) => socket.once('close', done))
  return { bytes: Buffer.concat(chunks), text: Buffer.concat(chunks).toString('latin1'), error }
}
