// The requests that the parts send.
import { readFileSync } from 'node:fs'

export const credentials = 'MX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\n'

const get = (path) => ({ method: 'GET', path, headers: credentials })

export const list = [get('/users')]
export const create = [
  {
    method: 'POST',
    path: '/users',
    headers: credentials,
    body: '{"user":{"identifier":"bench-{n}","metadata":"{\\"a\\":1}"}}'
  }
]

/** Reads of 500 users, spread over a fixture. */
export const reads = (fixture) => sample(guidsOf(fixture), 500).map((guid) => get(`/users/${guid}`))

/** Consecutive pages of the list. */
export const pages = (from, count) => Array.from({ length: count }, (_, i) => get(`/users?page=${from + i}`))

export const guidsOf = (fixture) => readFileSync(fixture, 'utf8').match(/USR-[0-9a-f-]{36}/g)
export const sample = (all, count) => Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)])

/** Sends one request and reads the whole response, which must be 2xx. */
export async function send(server, method, path, body) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      'mx-api-key': 'test-api-key',
      'mx-client-id': 'test-client-id',
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    body
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
}
