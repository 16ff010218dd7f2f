// Requests whose outcome can be unknown.
import { Agent, request } from 'node:http'

const CREDENTIALS = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id', token: 'test-token' }
const agents = new WeakMap()

/** The request was not sent, so it has no effect. */
export class NotSent extends Error {}

/** No response arrived, so the request may have had an effect. */
export class NoResponse extends Error {}

/**
 * Sends a request with credentials of both APIs.
 *
 * @param server has a port
 * @param body is sent as JSON
 * @param timeout in milliseconds
 * @returns the status, headers, text and, if it is JSON, the value
 * @throws NotSent or NoResponse
 */
export function send(server, method, path, { body, headers = {}, timeout = 30_000 } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const type =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  return new Promise((done, fail) => {
    const options = {
      ...{ host: '127.0.0.1', port: server.port, method, path, agent: agentOf(server) },
      headers: { ...CREDENTIALS, ...type, ...headers }
    }
    const sent = request(options, (response) => {
      let received = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => (received += chunk))
      response.on('end', () => {
        clearTimeout(timer)
        done(outcome(response, received))
      })
      response.on('error', lost)
    })
    // The timer of a socket would start again with each byte.
    const timer = setTimeout(() => sent.destroy(new Error(`no response within ${timeout} ms`)), timeout)
    const lost = (error) => {
      clearTimeout(timer)
      fail(new (error.code === 'ECONNREFUSED' ? NotSent : NoResponse)(error.message, { cause: error }))
    }
    sent.on('error', lost)
    sent.end(text)
  })
}

function agentOf(server) {
  if (!agents.has(server)) agents.set(server, new Agent({ keepAlive: true }))
  return agents.get(server)
}

function outcome({ statusCode: status, headers }, text) {
  const isJson = /json/.test(headers['content-type'] ?? '') && text !== ''
  return { status, headers, text, ...(isJson && { body: JSON.parse(text) }) }
}

/** The same, for a request that must succeed. @returns the response. @throws if it does not */
export async function call(server, method, path, body, headers) {
  const response = await send(server, method, path, { body, headers })
  if (response.status >= 200 && response.status <= 299) return response
  throw new Error(`${method} ${path} through ${server.name}: ${response.status} ${response.text}`)
}
