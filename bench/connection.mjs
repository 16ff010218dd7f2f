// One keep-alive connection on a bare socket. The load must cost less than the server it measures, so this reads only what the load
// needs: the status, and the length that tells when a response is complete. One request is in flight at a time.
import { connect } from 'node:net'

/**
 * @param onResponse called with the status and the text from the status line on
 * @returns `send`, `end`, and a promise that settles when the connection is closed
 */
export function openConnection(port, onResponse) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let pending = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    pending = pending === '' ? chunk : pending + chunk
    if (!isComplete(pending)) return
    const text = pending
    pending = ''
    onResponse(Number(text.slice(9, 12)), text)
  })
  const closed = new Promise((done, failed) => {
    socket.on('error', failed)
    socket.on('close', done)
  })
  return { send: (text) => socket.write(text), end: () => socket.end(), closed }
}

function isComplete(text) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = text.slice(0, end).toLowerCase()
  const at = head.indexOf('content-length: ')
  if (at >= 0) return text.length >= end + 4 + Number.parseInt(head.slice(at + 16, at + 26), 10)
  return !head.includes('transfer-encoding: chunked') || text.endsWith('\r\n0\r\n\r\n')
}

/** A request as text, except for the body's headers. */
export const headOf = (port, { method, path, headers = '' }) =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}`

/** The rest of a request. */
export const bodyOf = (text) =>
  `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
