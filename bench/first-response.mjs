// When a server that was just started is ready.
import { connect } from 'node:net'

/** Sends GET until there is a response, and returns the time when it came. */
export async function firstResponse(port, path, { headers = '', isAlive = () => true } = {}) {
  while (!(await responds(port, path, headers))) {
    if (!isAlive()) throw new Error(`the server on port ${port} ended before it was ready`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return performance.now()
}

function responds(port, path, headers) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
