// A crowd of clients, in a process of its own, because what it measures must not wait for the server's process: each has a
// connection, and once all are connected each sends one request; without a path they only connect.
//
//   node crowd.mjs '{"port":3000,"clients":2000,"path":"/slow"}'
//
// Prints {"connecting","answering","statuses"}: milliseconds until the last was connected, and from then on until the last was
// answered; how many answers of each status came.
import { once } from 'node:events'
import { connect } from 'node:net'

const { port, clients, path } = JSON.parse(process.argv[2])

async function connected() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

async function answer(socket) {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  const [chunk] = await once(socket, 'data')
  return chunk.toString('latin1', 'HTTP/1.1 '.length, 'HTTP/1.1 200'.length)
}

const all = (act) => Promise.all(Array.from({ length: clients }, act))
const begin = performance.now()
const sockets = await all(connected)
const sent = performance.now()
const answers = path === undefined ? [] : await all((_, i) => answer(sockets[i]))
const end = performance.now()
for (const socket of sockets) socket.destroy()
const statuses = {}
for (const status of answers) statuses[status] = (statuses[status] ?? 0) + 1
console.log(JSON.stringify({ connecting: sent - begin, answering: end - sent, statuses }))
