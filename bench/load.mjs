// The load, in a process of its own. Written on bare sockets, because it must cost less than the server that it measures: it has
// no more to do than to send prepared requests, one at a time on each connection, and to see that the answers are 2xx.
//
//   node load.mjs '{"port":3000,"seconds":2,"connections":16,"headers":"…","requests":[{"method","path","body"}]}'
//
// In a body, {n} becomes a number that no other request has. Prints {"perSecond","failed"}.
import { connect } from 'node:net'

const { port, seconds, connections, headers, requests } = JSON.parse(process.argv[2])
const prepared = requests.map(({ method, path, body }) => ({
  head: `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}`,
  body
}))
let sent = Math.floor(Math.random() * requests.length)
let answered = 0
let failed = 0
let isOver = false

const marker = `${process.pid}-`
function nextRequest() {
  sent++
  const { head, body } = prepared[sent % prepared.length]
  if (body === undefined) return `${head}\r\n`
  const text = body.replace('{n}', marker + sent)
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

function run(done) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let pending = ''
  socket.setEncoding('latin1')
  socket.on('connect', () => socket.write(nextRequest()))
  socket.on('data', (chunk) => {
    pending = pending === '' ? chunk : pending + chunk
    const end = pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const at = pending.toLowerCase().indexOf('content-length: ')
    const length = at < 0 || at > end ? 0 : Number.parseInt(pending.slice(at + 16, at + 26), 10)
    if (pending.length < end + 4 + length) return
    if (pending.charCodeAt(9) !== 50) failed++
    answered++
    pending = ''
    if (isOver) socket.end()
    else socket.write(nextRequest())
  })
  socket.on('close', done)
  socket.on('error', () => failed++)
}

const begin = performance.now()
setTimeout(() => {
  isOver = true
}, seconds * 1000)
await Promise.all(Array.from({ length: connections }, () => new Promise(run)))
console.log(JSON.stringify({ perSecond: answered / ((performance.now() - begin) / 1000), failed }))
