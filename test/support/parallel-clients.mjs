// Many parallel clients, in a separate process so that the measurement does not wait for the server's process. Each opens a
// connection. Once all are connected, each sends one request; without a path, they only connect.
//
//   node parallel-clients.mjs '{"port":3000,"clients":2000,"path":"/slow"}'
//
// Prints {"connecting","responding","statuses"}: milliseconds until the last client was connected, milliseconds from then until the
// last response, and the number of responses by status.
import { once } from 'node:events'
import { connect } from 'node:net'

const { port, clients, path } = JSON.parse(process.argv[2])

async function openSocket() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

async function statusOf(socket) {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  const [chunk] = await once(socket, 'data')
  return chunk.toString('latin1', 'HTTP/1.1 '.length, 'HTTP/1.1 200'.length)
}

const forEachClient = (act) => Promise.all(Array.from({ length: clients }, act))
const start = performance.now()
const sockets = await forEachClient(openSocket)
const connected = performance.now()
const responses = path === undefined ? [] : await forEachClient((_, i) => statusOf(sockets[i]))
const end = performance.now()
for (const socket of sockets) socket.destroy()
const statuses = {}
for (const status of responses) statuses[status] = (statuses[status] ?? 0) + 1
console.log(JSON.stringify({ connecting: connected - start, responding: end - connected, statuses }))
